"""Authlib's OAuth 2.0 client over the aiohttp session that the gateway already has."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import aiohttp
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.errors import OAuth2Error


class AiohttpOAuth2Client(OAuth2Client):  # type: ignore[misc]
    """Builds requests as Authlib does (PKCE, client authentication) and sends the token request by aiohttp.

    Authlib's own asynchronous client needs httpx, which nothing else here uses.
    """

    session: aiohttp.ClientSession

    async def post_as_client(self, url: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Post a form that the client authenticates; return and raise as a token request does."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        auth = self.client_auth(self.token_endpoint_auth_method)
        return await self._fetch_token(url, urlencode(form), headers, auth)

    async def _fetch_token(
        self,
        url: str,
        body: str = "",
        headers: dict[str, str] | None = None,
        auth: Any = None,
        method: str = "POST",
    ) -> dict[str, Any]:
        """Return the token response.

        Raises ``OAuth2Error`` for the broker's refusal, ``ValueError`` when it is no JSON object, and the
        errors of aiohttp for the network and for HTTP 5xx.
        """
        url, headers, body = auth.prepare(method, url, dict(headers or {}), body)
        async with self.session.request(
            method, url, data=body, headers=headers, allow_redirects=False
        ) as response:
            if response.status >= 500:
                response.raise_for_status()
            answer = await response.json(content_type=None)
        if not isinstance(answer, dict):
            raise ValueError("the token response is no JSON object")
        if "error" in answer or response.status != 200:
            raise OAuth2Error(error=str(answer.get("error", f"HTTP {response.status}")))
        return answer
