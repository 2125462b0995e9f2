"""What a browser brings back from the broker, for any client of ours (RFC 6749 section 4.1.2)."""

from multidict import MultiMapping

from bot.gateway.login.broker import Broker, BrokerLogin
from bot.gateway.login.errors import LoginError


async def vouched_for(broker: Broker, answer: MultiMapping[str], *, nonce: str, verifier: str) -> BrokerLogin:
    """Return whom the broker vouches for in the query of a callback. Raises ``LoginError``."""
    # RFC 9207: an answer of another broker must not be taken for this one's.
    if answer.get("iss", broker.issuer) != broker.issuer:
        raise LoginError("bad_answer", "callback: another issuer")
    if "error" in answer:
        raise _refusal(answer["error"], answer.get("error_description", ""))
    if not answer.get("code"):
        raise LoginError("bad_answer", "callback: neither code nor error")
    return await broker.redeem(code=answer["code"], nonce=nonce, verifier=verifier)


def _refusal(error: str, description: str) -> LoginError:
    """Return what the broker's error means (RFC 6749 section 4.1.2.1).

    OAuth has no code for someone who did not answer; brokers say it in the description.
    """
    if error in ("temporarily_unavailable", "server_error"):
        return LoginError("broker_down", "callback: the broker says so")
    if error != "access_denied":
        return LoginError("broker_error", "callback: the broker refused the request")
    if "timeout" in description.lower() or "timed out" in description.lower():
        return LoginError("timed_out", "callback: no answer at the broker")
    return LoginError("refused", "callback: the person or the broker refused")
