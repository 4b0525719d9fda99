"""A SPARQL engine elsewhere: asked over the SPARQL 1.1 Protocol, its complaints told as ours.

Calls block, and have no deadline for an answer as a whole: a query is asked from a worker process that its pool kills,
which closes the connection. Only what changes nothing is sent again, once the engine hung up, twice where it could not
be reached: a query that ends the engine shall not do so three times. httpx2 enters here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus

import httpx2

from graph.engine.address import Address
from graph.engine.complaint import explained, shortened
from graph.errors import BusyError, EngineError, EvaluationError, MalgrafError, QueryLimitError, QuerySyntaxError

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPHS = "application/n-triples, text/turtle;q=0.8"

_PAUSES = (0.1, 0.4)
_LONGEST_COMPLAINT = 64 << 10
_PIECE = 64 << 10
_PLACE = re.compile(r"(?<=error at )\d+(?=:)")
_LIMITS = re.compile(
    r"time ?out|timed out|exceeds the limit|has been cancelled|out of memory|memory limit", re.IGNORECASE
)
_TRANSFER = httpx2.Timeout(600, connect=5)

Parameters = Mapping[str, str | Sequence[str]]


class Endpoint:
    """One connection to an engine, opened when it is needed; `software` is what answered last, as it calls itself."""

    def __init__(self, address: Address) -> None:
        """Raises EngineError for an address that cannot be one."""
        self.address = address
        self.software = ""
        self._client = httpx2.Client(
            auth=_Credentials(address.user, address.password) if address.user else None,
            headers={"Accept-Encoding": "identity"} | _bearer(address.token),
            timeout=_TRANSFER,
            trust_env=False,
        )
        try:
            if httpx2.URL(address.url).scheme not in ("http", "https"):
                raise EngineError(f"{address.url}: no address of an engine; it begins with http:// or https://")
        except httpx2.InvalidURL as error:
            raise EngineError(f"{address.url}: no address of an engine ({error})") from error

    @contextmanager
    def ask(self, text: str, accept: str, parameters: Parameters, *, written: str = "") -> Iterator[httpx2.Response]:
        """Ask a query; the answer is good as far as its head tells, and not yet read.

        Raises QuerySyntaxError, EvaluationError, QueryLimitError, BusyError, and EngineError where not the query is to
        blame. `written` is the text to which a complaint shall refer, if it is another one.
        """
        form = {"query": text, **parameters}
        request = self._client.build_request("POST", self.address.url, data=form, headers={"Accept": accept})
        response = self._send(request, tries=3)
        self.software = response.headers.get("server", "")
        try:
            if not response.is_success:
                raise self._refusal(response, written or text)
            _check_whole(response)
            self._check_type(response, accept)
            yield response
        finally:
            response.close()

    def send(self, method: str, url: str, content: bytes, media_type: str, parameters: Parameters | None = None) -> int:
        """Send a change, once, and give the status, 404 included. Raises EngineError, BusyError."""
        headers = {"Content-Type": media_type}
        request = self._client.build_request(method, url, params=parameters, content=content, headers=headers)
        response = self._send(request, tries=1)
        try:
            if not response.is_success and response.status_code != HTTPStatus.NOT_FOUND:
                raise self._refusal(response, "")
            response.read()
        except httpx2.HTTPError as error:
            raise EngineError(
                f"{url}: the engine hung up, and may or may not have done it ({_named(error)})"
            ) from error
        finally:
            response.close()
        return response.status_code

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _send(self, request: httpx2.Request, *, tries: int) -> httpx2.Response:
        """Send until there is the head of an answer."""
        left = tries
        while True:
            try:
                return self._client.send(request, stream=True)
            except httpx2.ConnectError as error:
                left -= 1
                problem: httpx2.HTTPError = error
            except (httpx2.NetworkError, httpx2.RemoteProtocolError) as error:
                left -= 2
                problem = error
            except httpx2.TimeoutException as error:
                raise BusyError(f"{request.url}: the engine does not answer; ask again in a moment") from error
            except httpx2.HTTPError as error:
                raise EngineError(f"{request.url}: the engine cannot be asked ({_named(error)})") from error
            if left <= 0:
                raise BusyError(
                    f"{request.url}: the engine cannot be reached ({_named(problem)}); ask again in a moment",
                ) from problem
            time.sleep(_PAUSES[min(tries - left, len(_PAUSES)) - 1])

    def _refusal(self, response: httpx2.Response, written: str) -> MalgrafError:
        """The error of an answer that is none."""
        status, url = response.status_code, response.url
        complaint = _complaint(response)
        said = f"{status} {response.reason_phrase}" + (f": {complaint}" if complaint else "")
        if response.is_redirect:
            there = response.headers.get("location", "another address")
            return EngineError(
                f"{url}: the engine is said to be at {there}; nobody is followed there: give that address"
            )
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return EngineError(f"{url}: the engine refuses the credentials of this service itself ({said})")
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return BusyError(f"the engine is busy ({said}); ask again in a moment")
        if written and (fault := _fault(status, complaint, said, written)):
            return fault
        return EngineError(f"{url}: the engine does not do that ({said}); is it the address of a SPARQL endpoint?")

    def _check_type(self, response: httpx2.Response, accept: str) -> None:
        found = media_type(response)
        if found not in (offer.partition(";")[0] for offer in accept.split(", ")):
            raise EngineError(
                f'{response.url}: the engine answered "{found}" where it was asked for {accept}; '
                "is it the address of a SPARQL endpoint?",
            )


def media_type(response: httpx2.Response) -> str:
    """What an answer says that it is, without parameters."""
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def pieces(response: httpx2.Response) -> Iterator[bytes]:
    """The body as it comes. Raises EvaluationError where it breaks off."""
    try:
        yield from response.iter_raw(_PIECE)
    except httpx2.HTTPError as error:
        raise EvaluationError(f"the engine's answer broke off ({_named(error)}); ask again, or for less") from error


class _Credentials(httpx2.Auth):
    """Name and password in the way the engine asks for, Basic or Digest, and only once it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._ways = {"basic": httpx2.BasicAuth(user, password), "digest": httpx2.DigestAuth(user, password)}
        self._way: httpx2.Auth | None = None

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Show them, or find out how."""
        if self._way is None:
            response = yield request
            challenge = response.headers.get("www-authenticate", "").partition(" ")[0].lower()
            if response.status_code != HTTPStatus.UNAUTHORIZED or challenge not in self._ways:
                return
            self._way = self._ways[challenge]
        yield from self._way.auth_flow(request)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _check_whole(response: httpx2.Response) -> None:
    """Refuse what may be a part: some engines end at a limit without a word but in their headers."""
    headers = response.headers
    if "x-sql-state" in headers:
        raise QueryLimitError("the engine stopped the query at its time limit; add a LIMIT or ask for less")
    if rows := headers.get("x-sparql-maxrows"):
        raise QueryLimitError(
            f"the engine gives no more than {rows} rows; add a smaller LIMIT, or raise ResultSetMaxRows"
        )
    if not {"content-length", "transfer-encoding"} & set(headers):
        raise EngineError(f"{response.url}: the engine does not say where its answers end, so that none can be trusted")


def _complaint(response: httpx2.Response) -> str:
    """The first words of an error, without the query that Virtuoso repeats after it."""
    found = b""
    try:
        for piece in response.iter_raw(_PIECE):
            found += piece
            if len(found) > _LONGEST_COMPLAINT:
                break
    except httpx2.HTTPError:
        pass  # the status says enough
    if media_type(response) == "text/html":
        return ""
    return shortened(found.decode("utf-8", errors="replace").partition("\n\nSPARQL query:")[0])


def _fault(status: int, complaint: str, said: str, written: str) -> MalgrafError | None:
    """The error where the query is to blame."""
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT) or _LIMITS.search(complaint):
        return QueryLimitError(f"the engine stopped the query at a limit of its own ({said}); ask for less")
    if status == HTTPStatus.BAD_REQUEST:
        return _syntax_error(written, complaint)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return EvaluationError(f"the engine could not evaluate the query ({said}); write it in another way")
    return None


def _syntax_error(written: str, complaint: str) -> QuerySyntaxError:
    """With place and excerpt, where the engine tells the place as Oxigraph does."""
    if _PLACE.search(complaint):
        return explained(written, _PLACE.sub(lambda row: str(int(row[0]) - 1), complaint))
    return QuerySyntaxError(f"the engine does not take the query: {complaint or 'it does not say why'}")


def _named(error: httpx2.HTTPError) -> str:
    return str(error) or type(error).__name__
