"""What the broker tells about itself: OpenID Connect Discovery 1.0 and its public keys."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from actions.fagsystemer.stubs.mitid.broker import BROKER
from actions.fagsystemer.stubs.mitid.ciba import CIBA_GRANT
from actions.fagsystemer.stubs.mitid.keys import ALGORITHM
from actions.fagsystemer.stubs.mitid.tokens import NSIS_SUBSTANTIAL


async def metadata(request: web.Request) -> web.Response:
    """Answer the discovery document."""
    issuer = request.app[BROKER].issuer(request)
    return web.json_response(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "end_session_endpoint": f"{issuer}/end-session",
            "backchannel_authentication_endpoint": f"{issuer}/backchannel",
            "backchannel_token_delivery_modes_supported": ["poll"],
            "backchannel_user_code_parameter_supported": False,
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", CIBA_GRANT],
            "subject_types_supported": ["public"],
            "acr_values_supported": [NSIS_SUBSTANTIAL],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["sub", "sid", "nonce", "auth_time", "acr", "name", "roles"],
            "ui_locales_supported": ["da"],
            "authorization_response_iss_parameter_supported": True,
        }
    )


@cache
def _openapi() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("openapi.yml").read_text("utf-8"))
    return document


async def openapi(_: web.Request) -> web.Response:
    """Answer the broker's OpenAPI document, as every fagsystem does."""
    return web.json_response(_openapi())


async def jwks(request: web.Request) -> web.Response:
    """Answer the JSON Web Key Set."""
    broker = request.app[BROKER]
    return web.json_response(broker.keys.public(broker.now()))
