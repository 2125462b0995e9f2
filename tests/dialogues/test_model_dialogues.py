"""The three model dialogues, word for word (design section 1)."""


async def test_d1_home_care_then_bioposer(chat):
    d1 = chat()
    await d1.says("Hvad tid kommer min hjemmepleje?")
    assert d1.parts("login")
    assert "Kirsten" not in d1.text
    assert "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10" in await d1.logs_in("anna-jensen")
    assert "Ja, hvad er din adresse?" in await d1.says(
        "Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?"
    )
    answer = await d1.says("Byvej 54")
    assert "Vi sender bioposer til dig, og de er hos dig inden for fire dage." in answer
    assert [order.address.text for order in d1.systems.waste.orders] == ["Byvej 54, 2700 Brønshøj"]
    assert d1.parts("receipt")[0]["number"]
    assert d1.errands == [("hjemmepleje_hvornaar", "done"), ("bioposer_bestil", "done")]


async def test_d1_as_one_message_goes_on_by_itself_after_login_and_is_summed_up(chat):
    d1 = chat()
    await d1.says(
        "Hvad tid kommer min hjemmepleje? Jeg er også løbet tør for bioposer. Kan jeg få nogle flere?"
    )
    assert d1.parts("login")
    after_login = await d1.logs_in("anna-jensen")
    assert "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10" in after_login
    assert "Ja, hvad er din adresse?" in after_login
    last = await d1.says("Byvej 54")
    assert "inden for fire dage" in last
    assert "din hjemmepleje (besvaret) og bioposer (klaret)" in last


async def test_d2_hands_both_topics_over_in_one_packet(chat):
    d2 = chat()
    answer = await d2.says(
        "Mit MitID virker ikke, og jeg har også en regning, jeg ikke forstår. "
        "Jeg vil gerne snakke med en, der kan hjælpe mig"
    )
    assert "Jeg stiller dig videre til personlig betjening." in answer
    (packet,) = d2.systems.contact_centre.handovers
    assert [topic.intent for topic in packet.topics] == ["mitid_hjaelp", "regning_forstaar_ikke"]
    assert packet.queue == "borgerservice"
    assert not d2.parts("login")
    assert d2.state["state"] == "waiting_for_person"


async def test_d3_cancels_with_a_reason_and_mails_the_caseworker(chat):
    d3 = chat()
    answer = await d3.says("Jeg skal aflyse min tid i Jobcentret i dag")
    assert (
        "Jeg kan hjælpe dig med at aflyse din tid. Du skal først logge ind med MitID og begrunde dit afbud"
        in answer
    )
    assert d3.parts("login")
    question = await d3.logs_in("anna-jensen")
    assert "Du har tid i dag kl. 13" in question
    assert "Hvorfor må du melde afbud?" in question
    assert not d3.systems.jobcenter.writes
    done = await d3.says("Jeg er syg")
    assert "Jeg har aflyst din tid i Jobcentret, og skrevet en mail til din sagsbehandler" in done
    (mail,) = d3.systems.mailer.sent
    assert "Jeg er syg" in mail.text
    assert d3.errands == [("aflys_jobcentertid", "done")]
