"""A proxy that serves another address under a path: takes the path off and passes everything on as it comes.

Run as: python -m tests.ui.proxy <url> <path> <port>
"""

import sys
from collections.abc import AsyncIterator

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

HOP_BY_HOP = {"host", "connection", "transfer-encoding", "content-length", "keep-alive"}


def proxy_to(url: str, path: str) -> Starlette:
    """The proxy as an application."""
    client = httpx.AsyncClient(base_url=url, timeout=None)

    async def pass_on(request: Request) -> StreamingResponse:
        headers = [(k, v) for k, v in request.headers.items() if k not in HOP_BY_HOP]
        forwarded = [("x-forwarded-host", request.headers["host"]), ("x-forwarded-proto", "http")]
        target = httpx.URL(path=request.path_params["rest"] or "/", query=request.url.query.encode())
        asked = client.build_request(
            request.method, target, headers=[*headers, *forwarded], content=await request.body()
        )
        answer = await client.send(asked, stream=True)

        async def body() -> AsyncIterator[bytes]:
            async for piece in answer.aiter_raw():
                yield piece
            await answer.aclose()

        kept = {k: v for k, v in answer.headers.items() if k not in HOP_BY_HOP}
        return StreamingResponse(body(), answer.status_code, kept)

    return Starlette(routes=[Route(f"{path}{{rest:path}}", pass_on, methods=["GET", "POST", "HEAD"])])


if __name__ == "__main__":
    address, under, port = sys.argv[1:]
    uvicorn.run(proxy_to(address, under), port=int(port), log_level="warning")
