#!/usr/bin/env python3
"""The plain loop to compare with: asyncio, no HTTP library, JSON by the standard library.

    client.py PORT STREAMS

Asks for STREAMS streamed completions at once and joins their text. Fails where one is not whole.
"""
import asyncio, json, sys

BODY = json.dumps({"model": "bench/model", "stream": True, "messages": [
    {"role": "user", "content": "What is known of the case? " * 20}]}).encode()


async def ask(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                 b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY)
    await reader.readuntil(b"\r\n\r\n")
    text, rest, done = [], b"", False
    while True:
        size = int(await reader.readline(), 16)
        data = await reader.readexactly(size + 2)
        if size == 0:
            break
        *lines, rest = (rest + data[:-2]).split(b"\n")
        for line in lines:
            if not line.startswith(b"data: "):
                continue
            if line == b"data: [DONE]":
                done = True
                continue
            for choice in json.loads(line[6:])["choices"]:
                text.append(choice["delta"].get("content", ""))
    writer.close()
    if not done:
        sys.exit("a stream broke off")
    return "".join(text)


async def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    texts = await asyncio.gather(*(ask(port) for _ in range(count)))
    print(len(texts), "answers of", len(texts[0]), "characters")


asyncio.run(main())
