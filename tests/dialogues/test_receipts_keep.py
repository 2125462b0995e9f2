"""A receipt is read on other days too, so it names the day by its date."""


async def test_a_receipt_for_today_names_the_date(chat):
    citizen = chat("anna-jensen")
    await citizen.says("aflys min tid i jobcentret i dag")
    if citizen.state["expects"]:
        await citizen.says("jeg er syg")
    (receipt,) = citizen.parts("receipt")
    cancelled = next(fact["value"] for fact in receipt["facts"] if fact["label"] == "Aflyst")
    assert cancelled.startswith("Mandag den 23. november 2026 kl. ")
