/// Sends HTTP requests over one libcurl multi handle that a thread of its own drives.
///
/// Thousands of requests may be in flight at once; each costs a connection and a few kilobytes.
/// Certificates are always verified, redirects are off unless asked for, and a proxy is used only
/// where `TransportOptions.proxy` says so.
///
/// Under `AddressPolicy.publicOnly` a proxy is asked for a host only once the host has been looked
/// up here and all its addresses are public ones. The proxy looks it up again by itself: a name
/// whose address changes in between reaches whatever the proxy lets it reach. Hosts that can't be
/// looked up here are not asked for, and redirects go back to the caller.
package final class HTTPTransport: Sendable {
    private let loop: EventLoop

    /// - Throws: `TransportError.other` when the system has no room for another event loop.
    package init(_ options: TransportOptions = TransportOptions()) throws(TransportError) {
        loop = try EventLoop(options)
        loop.start()
    }

    deinit { loop.submit(.shutdown(nil)) }

    /// The whole response, whatever its status.
    ///
    /// - Throws: `TransportError`, or `CancellationError` when the task is cancelled, which breaks
    ///   the transfer off.
    package func send(_ request: TransferRequest) async throws -> TransferResponse {
        try await response(of: try await transfer(request))
    }

    private func response(of transfer: Transfer) async throws -> TransferResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.sink = .whole(continuation)
                loop.submit(.start(transfer))
            }
        } onCancel: {
            // Commands are carried out in order; a transfer that is cancelled first does not start.
            loop.submit(.cancel(transfer))
        }
    }

    /// Decides on the route.
    private func transfer(_ request: TransferRequest) async throws -> Transfer {
        guard let proxy = loop.options.proxy(for: request.url) else { return Transfer(request) }
        if loop.options.addressPolicy == .publicOnly {
            _ = try await response(of: Transfer(request, onlyResolves: true))
        }
        return Transfer(request, proxy: proxy)
    }

    /// Hands over the response as it comes. The transfer ends with `body`, read to its end or not.
    ///
    /// - Throws: what `send` throws, and what `body` throws.
    package func stream<Result: Sendable>(
        _ request: TransferRequest, _ body: (TransferStream) async throws -> Result
    ) async throws -> Result {
        let reference = Locked<Transfer?>(nil)
        let buffer = ChunkBuffer { [loop] in
            if let transfer = reference.withLock({ $0 }) { loop.submit(.resume(transfer)) }
        }
        let transfer = try await transfer(request)
        transfer.sink = .stream(buffer)
        reference.withLock { $0 = transfer }
        defer {
            loop.submit(.cancel(transfer))
            reference.withLock { $0 = nil }
        }
        return try await withTaskCancellationHandler {
            loop.submit(.start(transfer))
            let head = try await buffer.head()
            return try await body(TransferStream(head: head, buffer: buffer))
        } onCancel: {
            loop.submit(.cancel(transfer))
        }
    }

    /// Breaks off what is in flight with `TransportError.closed` and ends the thread. Later
    /// requests fail in the same way.
    package func shutdown() async {
        await withCheckedContinuation { loop.submit(.shutdown($0)) }
    }
}
