"""What a line with a screen shows, for those who do not hear well and for everyone else.

    {"type": "caption", "who": "citizen" | "assistant", "text": str, "final": bool, "id": int}
    {"type": "part", "part": {…}}          a part of the answer, as in the chat (buttons, receipt, login)
    {"type": "state", "state": "greeting" | "listening" | "thinking" | "speaking" | "transferring" | "closed"}
    {"type": "stop"}                       throw away sound that has not been heard yet: the citizen speaks

A caption with the ``id`` of an earlier one replaces it. Shown captions are never stored by the line.
"""
