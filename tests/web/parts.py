"""Answers with every kind of part, as the assistant gives them."""

from typing import Any

RECEIPT = {
    "type": "receipt",
    "text": "Vi sender bioposer til dig, og de er hos dig inden for fire dage.",
    "title": "Bioposer er bestilt",
    "number": "BIO-2026-004217",
    "facts": [
        {"label": "Adresse", "value": "Byvej 54, 2700 Brønshøj"},
        {"label": "Senest hos dig", "value": "onsdag den 25. november"},
    ],
}
LINK = {
    "type": "link",
    "text": "Du kan også læse om sortering af madaffald.",
    "title": "Affald og genbrug på kk.dk",
    "url": "https://www.kk.dk/borger/affald-og-genbrug",
}
LOGIN = {
    "type": "login",
    "text": "Jeg kan hjælpe dig med at aflyse din tid. Du skal først logge ind med MitID.",
    "title": "Log ind med MitID",
    "url": "/login?ticket=abc",
}
HANDOFF = {
    "type": "handoff",
    "text": "Jeg stiller dig videre til personlig betjening.",
    "queue": {"id": "borgerservice", "name": "Københavns Borgerservice"},
    "topics": ["MitID virker ikke", "En regning, du ikke forstår"],
    "receipt": "KC-2026-000318",
    "wait_minutes": 4,
}
BUTTONS = {
    "type": "buttons",
    "text": "Hvilken slags poser mangler du?",
    "buttons": [
        {"title": "Bioposer til madaffald", "text": "Bioposer"},
        {"title": "Stomiposer", "text": "Stomiposer"},
        {"title": "Noget andet", "text": "Noget andet"},
    ],
}
FEEDBACK = {"type": "feedback", "text": "Kunne du bruge svaret?"}
TEXT = {"type": "text", "text": "Din hjemmeplejer, Kirsten Larsen, kommer i dag kl. 10."}
ENGLISH = {"type": "text", "text": "Your home carer comes today at 10.", "lang": "en"}
ALL: list[dict[str, Any]] = [TEXT, ENGLISH, LINK, RECEIPT, HANDOFF, LOGIN, FEEDBACK, BUTTONS]
