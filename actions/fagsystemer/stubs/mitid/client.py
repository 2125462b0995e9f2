"""The registered clients: who they prove to be, and where their people may be sent."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749.errors import InvalidClientError
from authlib.oauth2.rfc6749.util import extract_basic_authorization

from actions.fagsystemer.stubs.mitid.settings import BrokerSettings, Client

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def authenticate(settings: BrokerSettings, headers: Mapping[str, str], form: Mapping[str, str]) -> Client:
    """Return the client proved by ``client_secret_basic`` or ``client_secret_post``.

    Raises ``InvalidClientError`` (HTTP 401).
    """
    client_id, secret = extract_basic_authorization(headers)
    if client_id is None:
        client_id, secret = form.get("client_id"), form.get("client_secret")
    client = settings.client(client_id)
    if client is None or not hmac.compare_digest((secret or "").encode(), client.secret.encode()):
        raise InvalidClientError(description="Unknown client or wrong secret", status_code=401)
    return client


def may_redirect_to(settings: BrokerSettings, client: Client, uri: str) -> bool:
    """Say whether the client has registered ``uri`` for logins."""
    return _registered(settings, uri, client.redirect_path)


def may_return_to(settings: BrokerSettings, client: Client, uri: str) -> bool:
    """Say whether the client has registered ``uri`` for after a logout."""
    return _registered(settings, uri, client.after_logout_path)


def _registered(settings: BrokerSettings, uri: str, path: str) -> bool:
    """Compare exactly, but for the port on loopback, which RFC 8252 section 7.3 leaves to the client."""
    if uri in {f"{address}{path}" for address in settings.public_addresses}:
        return True
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = f"http://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}{path}"
    return host in _LOOPBACK and uri == plain
