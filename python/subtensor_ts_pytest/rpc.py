"""JSON-RPC over HTTP."""

import json
import urllib.error
import urllib.request

from .errors import ChainError

# The chain is on this machine: no proxy of the environment is asked.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(url: str, method: str, params: list, timeout: float):
    """The result of one call. Raises ChainError with the answer's message, or when nobody answers."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
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
