"""A TLS server on loopback for one test: says its port, then does what its orders say.

    tls_server.py CERTIFICATE KEY ANSWER [--tunnel|--socks] ACTION ...

One ACTION for each connection, the last one for all that follow. A connection is HTTP/1.1 and
answers every request with ANSWER, or, where ACTION has steps ("h2:STEP,STEP"), HTTP/2 spoken by hand:

    ok          answers the next request with ANSWER
    refuse      resets its stream: REFUSED_STREAM
    cancel      resets its stream: INTERNAL_ERROR, before anything is answered
    half        answers with half a body, then resets the stream
    goaway0     GOAWAY that has taken no request on, then the end of the connection
    goaway      answers with ANSWER, then GOAWAY and the end of the connection
    error       GOAWAY with PROTOCOL_ERROR and the end of the connection
    end         ends the connection before anything is answered

With --tunnel it is a proxy as well: it takes one CONNECT for each connection, prints its head as
one line, and is itself the server behind the tunnel. With --socks the same
by SOCKS 5, and it prints the host and port that were asked for. Every request that arrives prints
"request".
"""
import os, socket, ssl, struct, sys, threading, time

DATA, HEADERS, RST, SETTINGS, GOAWAY = 0, 1, 3, 4, 7
END_STREAM, ACK = 1, 1
REFUSED_STREAM, INTERNAL_ERROR, PROTOCOL_ERROR = 7, 2, 1


def say(line):
    print(line, flush=True)


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def head(connection):
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += exactly(connection, 1)
    return data.decode()


def http1(connection, answer):
    while True:
        text = head(connection)
        length = [line for line in text.lower().split("\r\n") if line.startswith("content-length:")]
        exactly(connection, int(length[0].split(":")[1]) if length else 0)
        say("request")
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)


def next_request(connection):
    """The stream of the next request that is whole."""
    while True:
        top = exactly(connection, 9)
        length = int.from_bytes(top[:3], "big")
        kind, flags = top[3], top[4]
        stream = int.from_bytes(top[5:], "big")
        exactly(connection, length)
        if kind == SETTINGS and not flags & ACK:
            connection.sendall(frame(SETTINGS, ACK, 0))
        if kind in (HEADERS, DATA) and flags & END_STREAM:
            say("request")
            return stream


def http2(connection, steps, answer):
    exactly(connection, 24)
    connection.sendall(frame(SETTINGS, 0, 0))
    for step in steps:
        stream = next_request(connection)
        # 0x88 is ":status: 200" of HPACK's static table.
        top = frame(HEADERS, 4, stream, b"\x88")
        if step in ("ok", "goaway"):
            connection.sendall(top + frame(DATA, END_STREAM, stream, answer))
        if step == "half":
            connection.sendall(top + frame(DATA, 0, stream, answer[:-1]))
            connection.sendall(frame(RST, 0, stream, struct.pack(">I", INTERNAL_ERROR)))
        if step in ("refuse", "cancel"):
            code = REFUSED_STREAM if step == "refuse" else INTERNAL_ERROR
            connection.sendall(frame(RST, 0, stream, struct.pack(">I", code)))
        if step in ("goaway0", "goaway", "error"):
            last = stream if step == "goaway" else 0
            code = PROTOCOL_ERROR if step == "error" else 0
            connection.sendall(frame(GOAWAY, 0, 0, struct.pack(">II", last, code)))
        if step in ("goaway0", "goaway", "error", "end"):
            return
    while True:  # Ends when the client closes.
        next_request(connection)


def socks(plain):
    exactly(plain, exactly(plain, 2)[1])
    plain.sendall(b"\x05\x00")  # No password is wanted.
    kind = exactly(plain, 4)[3]
    host = exactly(plain, exactly(plain, 1)[0]).decode() if kind == 3 else "an address"
    say(f"SOCKS {host}:{int.from_bytes(exactly(plain, 2), 'big')}")
    plain.sendall(b"\x05\x00\x00\x01" + bytes(6))


def serve(plain, context, action, answer, route):
    try:
        if route == "--socks":
            socks(plain)
        if route == "--tunnel":
            say(" | ".join(head(plain).strip().split("\r\n")))
            plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with context.wrap_socket(plain, server_side=True) as connection:
            if action.startswith("h2:"):
                http2(connection, action[3:].split(","), answer)
            else:
                http1(connection, answer)
    except (OSError, ConnectionError):
        plain.close()


def end_with(parent):
    """Whoever started it may be gone without a word."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main():
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    certificate, key, answer, *rest = sys.argv[1:]
    route = next((word for word in rest if word.startswith("--")), None)
    actions = [word for word in rest if not word.startswith("--")] or ["http1"]
    listener = socket.create_server(("127.0.0.1", 0))
    say(str(listener.getsockname()[1]))
    number = 0
    while True:
        plain, _ = listener.accept()
        action = actions[min(number, len(actions) - 1)]
        number += 1
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.set_alpn_protocols(["h2"] if action.startswith("h2:") else ["http/1.1"])
        threading.Thread(
            target=serve, args=(plain, context, action, answer.encode(), route),
            daemon=True).start()


main()
