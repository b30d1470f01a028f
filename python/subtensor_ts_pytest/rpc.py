"""JSON-RPC over HTTP."""

import json
import urllib.error
import urllib.request

from .errors import ChainError

# The chain is on this machine: no proxy of the environment is asked.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


#: Beyond this a number of JSON loses digits: the chain takes it as text.
_MOST_EXACT = 2**53 - 1


def _exact(value):
    """The same with long integers as text."""
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(one) for one in value]
    return str(value) if isinstance(value, int) and abs(value) > _MOST_EXACT else value


def call(url: str, method: str, params: list, timeout: float):
    """The result of one call; integers of any length are exact. Raises ChainError with the answer's message, or when nobody answers."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": _exact(params)}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    try:
        with _opener.open(request, timeout=timeout) as response:
            answer = json.load(response)
    except (OSError, ValueError) as error:
        raise ChainError(f"{method}: the chain at {url} does not answer: {error}") from None
    if "error" not in answer:
        return answer["result"]
    error = answer["error"]
    more = f": {error['data']}" if error.get("data") is not None else ""
    raise ChainError(f"{method}: {error['message']}{more}")
