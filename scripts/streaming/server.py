#!/usr/bin/env python3
"""A model on loopback that answers in streams, many at once and in step.

    server.py --streams N --events E --seconds S [--piece P]

Streams wait until N of them are open, so that as many are under way together, and then bring E
events of about 200 bytes within S seconds, P of them at a time. What is not asked for as a stream is
answered at once with a verdict. Prints its port, then one line at its end: how many streams there
were, and how many at once. Ends when its standard input does.
"""
import argparse, asyncio, json, os, sys

WORDS = "growth was 4.2 percent in the year by source one and more in the next ".split()


def chunk(delta, finish=None):
    return b"data: " + json.dumps({
        "id": "gen-0123456789abcdef", "object": "chat.completion.chunk", "created": 1790000000,
        "model": "bench/model", "choices": [
            {"index": 0, "delta": delta, "finish_reason": finish}]}).encode() + b"\n\n"


def framed(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Model:
    def __init__(self, options):
        self.options = options
        events = [chunk({"content": f" {WORDS[i % len(WORDS)]}"}) for i in range(options.events)]
        self.pieces = [framed(b"".join(events[i:i + options.piece]))
                       for i in range(0, len(events), options.piece)]
        end = chunk({}, "stop") + b"data: " + json.dumps({
            "id": "gen-0", "choices": [], "usage": {"prompt_tokens": 2000,
                                                    "completion_tokens": options.events}}).encode()
        self.pieces.append(framed(end + b"\n\ndata: [DONE]\n\n") + b"0\r\n\r\n")
        verdict = json.dumps({"choices": [{"index": 0, "finish_reason": "stop", "message": {
            "role": "assistant", "content": json.dumps(
                {"explanation": "It states the figure.", "criterion_status": "MET"})}}],
            "usage": {"prompt_tokens": 2000, "completion_tokens": 20}}).encode()
        self.verdict = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        b"Content-Length: %d\r\n\r\n" % len(verdict)) + verdict
        self.open, self.most, self.served = 0, 0, 0
        self.full = asyncio.Event()

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) \
                    if b"content-length:" in head else 0
                body = await reader.readexactly(length)
                if b'"stream":true' in body.replace(b" ", b""):
                    await self.stream(writer)
                else:
                    writer.write(self.verdict)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def stream(self, writer):
        self.open += 1
        self.most = max(self.most, self.open)
        if self.open >= self.options.streams:
            self.full.set()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                     b"Transfer-Encoding: chunked\r\n\r\n" + framed(b": PROCESSING\n\n"))
        try:
            await asyncio.wait_for(self.full.wait(), 20)
        except TimeoutError:
            pass
        pause = self.options.seconds / len(self.pieces)
        loop = asyncio.get_running_loop()
        start = loop.time()
        for number, piece in enumerate(self.pieces):
            await asyncio.sleep(max(0, start + number * pause - loop.time()))
            writer.write(piece)
            await writer.drain()
        self.open -= 1
        self.served += 1


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--piece", type=int, default=5)
    model = Model(parser.parse_args())
    server = await asyncio.start_server(model.serve, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(f"{model.served} streams, {model.most} at once", flush=True)
    os._exit(0)  # Connections that clients keep open are of no interest any more.


asyncio.run(main())
