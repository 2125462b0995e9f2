"""Danger told in plain words is heard without any understanding; a way of speaking is no alarm."""

import pytest

from actions.dialogue.danger import sounds_dangerous, sounds_harmless


@pytest.mark.parametrize(
    "said",
    ["min kæreste slog mig i går, og han kommer snart hjem", "jeg er bange for min mand",
     "han siger at han slår mig ihjel", "min far er dement og er forsvundet",
     "der er gaslæk i ejendommen", "det ryger ud fra kælderen", "jeg vil ikke være her mere",
     "jeg har det så skidt at jeg ikke orker at leve", "han vil ikke leve længere", "jeg har lyst til at dø",
     "jeg har skåret mig selv", "somebody is trying to kill me", "my house is on fire", "I want to die",
     "he can't breathe", "my husband beats me", "det brænder hos naboen", "det brænder på 3. sal",
     "det brænder på komfuret", "jeg tror min mand har en blodprop", "han har fået et hjertestop",
     "hun fik en blodprop før, og nu trækker hun ikke vejret"],
)  # fmt: skip
def test_danger_is_heard(said):
    assert sounds_dangerous(said)


@pytest.mark.parametrize(
    "said",
    ["jeg dør af grin", "det brænder på, jeg skal bruge mit pas i morgen", "min telefon er død",
     "i slår mig ihjel med alt det papir", "jeg er ved at kvæles i regninger",
     "I tager livet af os med jeres skemaer", "jeg har fået en ambulanceregning",
     "hvor lang er køen", "min mand har bange anelser om regningen", "min far er død",
     "min far har haft en blodprop og skal genoptrænes", "boligændring efter slagtilfælde",
     "jeg har fået en blodprop og kan ikke taste", "mor vil dø hjemme, kan der komme en sygeplejerske",
     "min kæreste har slået op med mig", "hvem har slået mig op i systemet", "udlejer truer mig",
     "jeg kan ikke leve af min kontanthjælp", "vi vil ikke leve sådan med skimmelsvamp",
     "jeg slog op i bogen", "der er slået et opslag op"],
)  # fmt: skip
def test_a_way_of_speaking_is_no_alarm(said):
    assert not sounds_dangerous(said)


@pytest.mark.parametrize(
    "said",
    ["det brænder på, min mand trækker ikke vejret", "jeg dør af grin, nej, hjælp hjælp",
     "jeg har en ambulanceregning, men nu kan jeg ikke få luft"],
)  # fmt: skip
def test_a_way_of_speaking_hides_no_danger_beside_it(said):
    assert sounds_harmless(said)
    assert sounds_dangerous(said)
