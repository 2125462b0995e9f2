"""The OpenID Connect broker as the gateway meets it: discovery, keys, code exchange, end of session."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from authlib.oauth2.rfc6749.errors import OAuth2Error
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.gateway.login import id_token as id_tokens
from bot.gateway.login.errors import LoginError
from bot.gateway.login.oauth_client import AiohttpOAuth2Client
from bot.gateway.login.settings import ClientSettings

_KEYS_PAUSE_SECONDS = 10.0
"""Least time between two fetches of the keys, so that made-up key ids cannot make us hammer the broker."""
UNREACHABLE = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
"""What a broker that does not answer looks like."""


@dataclass(frozen=True)
class BrokerLogin:
    """A login that the broker vouches for."""

    citizen: str
    """The opaque subject."""
    id_token: str
    """Ends the broker's session; it names the person."""
    claims: Mapping[str, Any] = field(repr=False)
    """Everything that the id_token says; verified."""


class Broker:
    """One broker, reached by discovery. Every failure is a ``LoginError``."""

    def __init__(self, settings: ClientSettings, now: Callable[[], float]) -> None:
        self._settings = settings
        self._now = now
        self._session: aiohttp.ClientSession | None = None
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    @property
    def issuer(self) -> str:
        """The broker's own name for itself."""
        return self._settings.issuer

    async def login_address(self, *, state: str, nonce: str, verifier: str, prompt: str | None = None) -> str:
        """Return the address of the broker's login page for these secrets.

        ``prompt="login"`` asks it to let the person sign in anew (OpenID Connect Core section 3.1.2.1).
        """
        metadata = await self.metadata()
        more = {} if prompt is None else {"prompt": prompt}
        address, _ = self.client(metadata).create_authorization_url(
            metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier, **more
        )
        return str(address)

    async def redeem(self, *, code: str, nonce: str, verifier: str) -> BrokerLogin:
        """Exchange an authorisation code for the person whom it names, everything verified."""
        metadata = await self.metadata()
        try:
            answer = await self.client(metadata).fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                redirect_uri=self._settings.redirect_uri,
            )
        except OAuth2Error as error:
            raise LoginError("broker_error", f"token endpoint: {error.error}") from error
        except UNREACHABLE as error:
            raise LoginError("broker_down", f"token endpoint: {type(error).__name__}") from error
        except ValueError as error:
            raise LoginError("bad_answer", "token endpoint: not JSON") from error
        return await self.believed(answer, nonce)

    async def believed(self, answer: Mapping[str, Any], nonce: str | None) -> BrokerLogin:
        """Return whom a token response names, when its signature and every claim hold.

        ``nonce`` is None where the flow has none (CIBA Core 1.0: nothing passes through a browser).
        """
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise LoginError("bad_answer", "token endpoint: no id_token")
        metadata = await self.metadata()
        claims = id_tokens.verify(
            token,
            keys=await self._keys_with(id_tokens.key_id(token), metadata),
            issuer=self._settings.issuer,
            client_id=self._settings.client_id,
            nonce=nonce,
            access_token=answer.get("access_token"),
            accepted_levels=self._settings.accepted_levels,
            now=self._now(),
            skew_seconds=self._settings.clock_skew_seconds,
        )
        return BrokerLogin(claims["sub"], token, claims)

    async def end_session(self, id_token: str) -> None:
        """End the session that the token came from, where the broker offers it (RP-Initiated Logout 1.0).

        The token is posted, so that it stands in no address and no access log.
        """
        endpoint = (await self.metadata()).get("end_session_endpoint")
        if endpoint is None:
            return
        form = {"id_token_hint": id_token, "client_id": self._settings.client_id}
        try:
            async with self._http().post(endpoint, data=form, allow_redirects=False) as response:
                if response.status >= 400:
                    raise LoginError("broker_error", f"end session: HTTP {response.status}")
        except UNREACHABLE as error:
            raise LoginError("broker_down", f"end session: {type(error).__name__}") from error

    async def metadata(self) -> dict[str, Any]:
        """Return the discovery document, at most ``metadata_seconds`` old."""
        now = self._now()
        if self._metadata is None or now - self._metadata[0] >= self._settings.metadata_seconds:
            document = await self._get_json(f"{self._settings.issuer}/.well-known/openid-configuration")
            # A document for another issuer is another broker's (OpenID Connect Discovery 1.0 section 4.3).
            if document.get("issuer") != self._settings.issuer:
                raise LoginError("bad_answer", "discovery: another issuer")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not isinstance(document.get(name), str):
                    raise LoginError("bad_answer", f"discovery: no {name}")
            self._metadata = (now, document)
        return self._metadata[1]

    async def _keys_with(self, kid: str | None, metadata: dict[str, Any]) -> KeySet:
        """Return the broker's keys, fetched anew when they are old or lack ``kid``: brokers change keys."""
        now = self._now()
        if self._keys is not None:
            fetched_at, keys = self._keys
            known = kid is None or any(key.kid == kid for key in keys)
            fresh = now - fetched_at < self._settings.metadata_seconds
            if (known and fresh) or now - fetched_at < _KEYS_PAUSE_SECONDS:
                return keys
        document = await self._get_json(metadata["jwks_uri"])
        try:
            keys = KeySet.import_key_set(document)  # type: ignore[arg-type]
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise LoginError("bad_answer", "keys: not a key set") from error
        self._keys = (now, keys)
        return keys

    async def _get_json(self, address: str) -> dict[str, Any]:
        """Return a JSON object. Asks once more after a quick failure: a read can do no harm, a wait can."""
        for attempt in (1, 2):
            try:
                async with self._http().get(address, allow_redirects=False) as response:
                    if response.status != 200:
                        raise aiohttp.ClientError(f"HTTP {response.status}")
                    document = await response.json(content_type=None)
                break
            except UNREACHABLE as error:
                if attempt == 2 or isinstance(error, asyncio.TimeoutError):
                    raise LoginError("broker_down", f"GET: {type(error).__name__}") from error
            except ValueError as error:
                raise LoginError("bad_answer", "GET: not JSON") from error
        if not isinstance(document, dict):
            raise LoginError("bad_answer", "GET: no JSON object")
        return document

    def client(self, metadata: Mapping[str, Any]) -> AiohttpOAuth2Client:
        """Return our client at the broker, who authenticates as the broker wishes."""
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = "client_secret_basic" in methods
        return AiohttpOAuth2Client(
            self._http(),
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            token_endpoint_auth_method="client_secret_basic" if basic else "client_secret_post",
            scope=self._settings.scope,
            redirect_uri=self._settings.redirect_uri,
            code_challenge_method="S256",
        )

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._settings.broker_timeout_seconds)
            self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session
