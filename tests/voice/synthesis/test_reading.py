"""Danish as it is written, read as it is said."""

import pytest

from voice.synthesis.reading.spoken import spoken


def _read(cases: str) -> list[tuple[str, str]]:
    lines = [line.strip() for line in cases.strip().splitlines() if line.strip()]
    return [(written.strip(), said.strip()) for written, said in (line.split("→") for line in lines)]


CLOCK = _read("""
    kl. 10 → klokken ti
    i dag kl. 9.30 → i dag klokken ni tredive
    Kl. 13.05 er du på. → Klokken tretten nul fem er du på.
    kl. 9.00 → klokken ni
    kl. 1 → klokken et
    klokken 21:15 → klokken enogtyve femten
    kl. 8-16 → klokken otte til seksten
    kl. 8.30–16 → klokken otte tredive til seksten
    fra 10.00 til 15.00 → fra ti til femten
    10.00-15.30 → ti til femten tredive
    Det er kl. 10. Kom nu. → Det er klokken ti. Kom nu.
    10:30 → ti tredive
    mandag-fredag 10-15 → mandag til fredag ti til femten
    8.30 - 16.00 → otte tredive til seksten
    mandag - torsdag 10–16 → mandag til torsdag ti til seksten
    man-fre kl. 9-14 → mandag til fredag klokken ni til fjorten
    tors. 10-18 → torsdag ti til atten
""")
DATES = _read("""
    den 24. november → den fireogtyvende november
    torsdag den 26. november kl. 9.30 → torsdag den seksogtyvende november klokken ni tredive
    24/11 → den fireogtyvende november
    den 24/11-2026 → den fireogtyvende november tyve seksogtyve
    2026-11-24 → den fireogtyvende november tyve seksogtyve
    24.11.2026 → den fireogtyvende november tyve seksogtyve
    1. jan. 2005 → første januar to tusind og fem
    den 3.-5. maj → den tredje til femte maj
    den 3. og 4. december → den tredje og fjerde december
    fredag 3/12 → fredag den tredje december
    Senest den 3. Ellers ikke. → Senest den tredje. Ellers ikke.
    i 1985 og 2026 → i nitten femogfirs og tyve seksogtyve
    uge 48 → uge otteogfyrre
    d. 31. december → den enogtredivte december
""")
NUMBERS = _read("""
    0 → nul
    1 dag og 1 besøg → en dag og et besøg
    21 → enogtyve
    50, 60, 70, 80, 90 → halvtreds, tres, halvfjerds, firs, halvfems
    99 → nioghalvfems
    100 → et hundrede
    101 borgere → et hundrede og en borgere
    1.250 → tolv hundrede og halvtreds
    2500 → to tusind fem hundrede
    15.000 → femten tusind
    1.000.000 → en million
    1.000.000.000 → en milliard
    123456 → et hundrede og treogtyve tusind fire hundrede og seksoghalvtreds
    0,5 → nul komma fem
    12,75 → tolv komma femoghalvfjerds
    -5 → minus fem
    3-5 dage → tre til fem dage
    3. gang → tredje gang
    2. sal → anden sal
    50. → halvtreds.
    25 % → femogtyve procent
    25 pct. af → femogtyve procent af
    2½ time → to og en halv time
    54 m² → fireoghalvtreds kvadratmeter
    3 x 4 → tre gange fire
    i 1990'erne og 20'erne → i nitten halvfemserne og tyverne
    § 12, stk. 2, nr. 3 → paragraf tolv, stykke to, nummer tre
    -3 °C → minus tre grader
    65+ → femogtres plus
    version 1.1.2 → version et punktum et punktum to
""")
MONEY = _read("""
    1.250 kr. → tolv hundrede og halvtreds kroner.
    12,50 kr. → tolv kroner og halvtreds øre.
    kr. 200,- → to hundrede kroner
    200,- → to hundrede kroner
    1 kr. → en krone.
    Det koster 200 kr. Du kan betale nu. → Det koster to hundrede kroner. Du kan betale nu.
    200 kr. om ugen → to hundrede kroner om ugen
    1.250,00 kroner → tolv hundrede og halvtreds kroner
    2026 kr. → to tusind og seksogtyve kroner.
    3,5 mio. kr. → tre komma fem millioner kroner.
    100-200 kr. → et hundrede til to hundrede kroner.
    15 € → femten euro
""")
PHONES = _read("""
    33 66 33 66 → treogtredive, seksogtres, treogtredive, seksogtres
    33663366 → treogtredive, seksogtres, treogtredive, seksogtres
    +45 20 00 00 01 → plus femogfyrre, tyve, nul nul, nul nul, nul et
    70 201 201 → halvfjerds, tyve, tolv, nul et
    Ring 112. → Ring et et to.
    Du kan ringe til lægen eller 1813 → Du kan ringe til lægen eller atten tretten
    112 kr. → et hundrede og tolv kroner.
    12.345.678 → tolv millioner tre hundrede og femogfyrre tusind seks hundrede og otteoghalvfjerds
    12.300.008 kr. → tolv millioner tre hundrede tusind og otte kroner.
""")
ADDRESSES = _read("""
    Å 54, 2. tv, 2400 København NV → Å fireoghalvtreds, anden til venstre, fireogtyve nul nul København n v
    Byvej 54B, st. th., 2700 Brønshøj → Byvej fireoghalvtreds b, stuen til højre, syvogtyve nul nul Brønshøj
    Byvej 54, 3., 2700 Brønshøj → Byvej fireoghalvtreds, tredje sal, syvogtyve nul nul Brønshøj
    Byvej 1, kl. tv, 1050 København K → Byvej et, kælderen til venstre, ti halvtreds København k
    Byvej 54, 1. mf., 2100 Kbh. Ø → Byvej fireoghalvtreds, første midtfor, enogtyve nul nul København ø
    Byvej 5, 3. 12, 2300 København S → Byvej fem, tredje, dør tolv, treogtyve nul nul København s
    Byvej 54, 4. t.h. → Byvej fireoghalvtreds, fjerde til højre
    Han bor på 2. tv. Ring på. → Han bor på anden til venstre. Ring på.
    Christian IX's Gade 5 → Christian den niendes Gade fem
    H.C. Andersens Boulevard 12 → h c Andersens Boulevard tolv
""")
CODES = _read("""
    BIO-2026-00012 → b i o, tyve seksogtyve, nul nul nul, et to
    2026-0012345 → tyve seksogtyve, nul nul et, to tre, fire fem
    BIO-2026-004217. → b i o, tyve seksogtyve, nul nul, fire to, et syv.
    AB 12 345 → a b, tolv, tre fire fem
    CPR-nummer 010190-1234 → c p r-nummer nul et, nul et, halvfems, tolv, fireogtredive
    [CPR-nummer skjult] → c p r-nummer skjult
    nummer 0012 → nummer nul nul, et to
""")
ABBREVIATIONS = _read("""
    bl.a. og f.eks. → blandt andet og for eksempel.
    ca. 3 dage, evt. flere → cirka tre dage, eventuelt flere
    Pas osv. Det er nemt. → Pas og så videre. Det er nemt.
    nr. 3 → nummer tre
    Det er nr. 3. Du er næste. → Det er nummer tre. Du er næste.
    Tlf.: 33 66 33 66 → Telefon: treogtredive, seksogtres, treogtredive, seksogtres
    Gl. Kongevej → Gammel Kongevej
    Skt. Hans Torv → Sankt Hans Torv
    og/eller → og eller
    Sagsnr. og postnr. 2100 → Sagsnummer og postnummer enogtyve nul nul
    pr. 1. januar → per første januar
    Bio A/S → Bio a s
    5 min. → fem minutter.
    Mvh. Kbh. Kommune → Med venlig hilsen. København Kommune
""")
LINKS = _read("""
    kk.dk → k k punktum d k
    Se kk.dk, tak → Se k k punktum d k, tak
    https://www.kk.dk/borger/affald?x=1&y=2 → k k punktum d k
    Gå til borger.dk. Så → Gå til borger punktum d k. Så
    post@kk.dk → post snabel-a k k punktum d k
    https://selvbetjening.kommunens-lange-adresse.dk/a/b → linket
    [Læs mere](https://kk.dk/aaa/bbb) → Læs mere
""")
THE_EYE = _read("""
    **Vigtigt:** det er _nu_ → Vigtigt: det er nu
    Skriv ”fortryd” → Skriv fortryd
    Hej 😀 igen → Hej igen
    Altan (2. sal) → Altan, anden sal
    SMS, PDF og MitID → s m s, p d f og MitID
    sms'en i app'en → s m s en i appen
    IKKE I KØBENHAVN → Ikke I København
    NATO og EU → Nato og e u
    tænk – før du taler → tænk, før du taler
    [[h'aI]] → haI
    ١٢ → tolv
    ja… nej → ja. nej
""")


@pytest.mark.parametrize(
    ("written", "said"),
    CLOCK + DATES + NUMBERS + MONEY + PHONES + ADDRESSES + CODES + ABBREVIATIONS + LINKS + THE_EYE,
)
def test_it_is_said_as_a_dane_says_it(written: str, said: str) -> None:
    assert spoken(written) == said


def test_a_list_is_read_with_a_pause_after_every_point() -> None:
    assert spoken("Vælg:\n- Affald\n- **Hjemmepleje**\n\n1. Ring\n2. Skriv") == (
        "Vælg: Affald. Hjemmepleje. et, Ring. to, Skriv"
    )


def test_lines_of_running_text_become_sentences() -> None:
    assert spoken("Hej Mette\n\nTiden er aflyst.\nFarvel") == "Hej Mette. Tiden er aflyst. Farvel"
