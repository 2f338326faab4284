import CCurl

/// One transfer on its way: what was asked, what has come, and who waits for it.
///
/// Everything but the sink's own state is touched by the event loop's thread alone, from the
/// moment the transfer is submitted; that is what makes it safe to hand over unchecked.
final class Transfer: @unchecked Sendable {
    let request: TransferRequest
    let host: String
    /// Nil: directly.
    let proxy: ProxyAddress?
    /// Ends once the host's addresses are known, all of them public, without a connection.
    let onlyResolves: Bool
    /// Set before the transfer is submitted.
    var sink: Sink?

    /// Set by a cancellation that overtakes the start, or comes before it.
    var isCancelled = false
    /// Nil until the transfer is started and after it has ended.
    var easy: UnsafeMutableRawPointer?
    var headerList: UnsafeMutablePointer<curl_slist>?
    /// Monotonic seconds of the last byte in either direction.
    var lastActivity = 0.0
    private var uploadedBytes = 0
    /// Why the loop itself broke the transfer off, where it did.
    var breakReason: TransportError?

    private var hasPublicAddress = false
    private var headerBytes: [UInt8] = []
    private var body: [UInt8] = []
    private var bodyBytes = 0
    private var hasHead = false

    /// Who gets the response.
    enum Sink {
        case whole(CheckedContinuation<TransferResponse, any Error>)
        case stream(ChunkBuffer)
    }

    init(_ request: TransferRequest, proxy: ProxyAddress? = nil, onlyResolves: Bool = false) {
        self.request = request
        self.proxy = proxy
        self.onlyResolves = onlyResolves
        host = Self.host(of: request.url)
    }

    // MARK: - Called back by libcurl

    /// Takes a header line; false breaks the transfer off.
    func take(header line: UnsafeRawBufferPointer, at time: Double) -> Bool {
        lastActivity = time
        // A status line starts a new response: after a redirect or a 100 the former one is past.
        if line.starts(with: "HTTP/".utf8) { headerBytes.removeAll(keepingCapacity: true) }
        if let proxy, line.starts(with: "HTTP/1.".utf8), line.dropFirst(8).starts(with: " 407".utf8)
        {
            breakReason = .proxyRefused(proxy: proxy.description, host: host, status: 407)
            return false
        }
        guard headerBytes.count + line.count <= Self.longestHead else { return false }
        headerBytes.append(contentsOf: line)
        return true
    }

    enum Taken {
        case all
        /// Come again once the reader has caught up.
        case paused
        case refused
    }

    /// Takes a piece of the body.
    func take(_ piece: UnsafeRawBufferPointer, at time: Double) -> Taken {
        lastActivity = time
        guard bodyBytes + piece.count <= request.limits.maxResponseBytes else {
            breakReason = .responseTooLarge(limit: request.limits.maxResponseBytes)
            return .refused
        }
        switch sink {
        case .whole:
            if body.isEmpty { body.reserveCapacity(expectedBytes) }
            body.append(contentsOf: piece)
        case .stream(let buffer):
            deliverHead(to: buffer)
            guard buffer.offer(piece) else { return .paused }
        case nil: return .refused
        }
        bodyBytes += piece.count
        return .all
    }

    /// Whether to connect to an address that the host has, where only public ones will do.
    func mayConnect(isPublic: Bool) -> Bool {
        if isPublic {
            hasPublicAddress = true
        } else {
            breakReason = .addressRefused(host: host)
        }
        return isPublic && !onlyResolves
    }

    // MARK: - Called by the loop

    /// Whether all there was to do was to find the host's addresses, and they are public.
    var isResolved: Bool { onlyResolves && hasPublicAddress && breakReason == nil }

    /// Whether nothing has moved for longer than allowed.
    func isIdle(at time: Double) -> Bool {
        guard time - lastActivity > request.limits.idleTimeoutSeconds, let easy else {
            return false
        }
        var uploaded: curl_off_t = 0
        _ = dracobench_get_offset(easy, CURLINFO_SIZE_UPLOAD_T, &uploaded)
        guard Int(uploaded) == uploadedBytes else {
            uploadedBytes = Int(uploaded)
            lastActivity = time
            return false
        }
        if case .stream(let buffer) = sink, buffer.isFull {
            lastActivity = time  // The reader is slow, not the server.
            return false
        }
        return true
    }

    func succeed() {
        switch sink {
        case .whole(let continuation):
            continuation.resume(
                returning: TransferResponse(head: head(), body: body, timings: timings()))
        case .stream(let buffer):
            deliverHead(to: buffer)
            buffer.finish(nil)
        case nil: break
        }
    }

    func fail(_ error: any Error) {
        switch sink {
        case .whole(let continuation): continuation.resume(throwing: error)
        case .stream(let buffer): buffer.finish(error)
        case nil: break
        }
    }

    // MARK: - Reading the head

    private static let longestHead = 256 << 10

    private func deliverHead(to buffer: ChunkBuffer) {
        guard !hasHead else { return }
        hasHead = true
        buffer.begin(head())
    }

    /// The announced length, as far as it is believable.
    private var expectedBytes: Int {
        var length: curl_off_t = -1
        if let easy { _ = dracobench_get_offset(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) }
        return min(max(Int(length), 0), 1 << 20)
    }

    private func head() -> TransferHead {
        var status = 0
        var version = 0
        var url: UnsafeMutablePointer<CChar>?
        if let easy {
            _ = dracobench_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            _ = dracobench_get_long(easy, CURLINFO_HTTP_VERSION, &version)
            _ = dracobench_get_string(easy, CURLINFO_EFFECTIVE_URL, &url)
        }
        return TransferHead(
            status: status, headerBytes: headerBytes,
            effectiveURL: url.map { String(cString: $0) } ?? request.url,
            httpVersion: version == CURL_HTTP_VERSION_2_0 ? "2" : "1.1")
    }

    private func timings() -> TransferResponse.Timings {
        var first: curl_off_t = 0
        var total: curl_off_t = 0
        if let easy {
            _ = dracobench_get_offset(easy, CURLINFO_STARTTRANSFER_TIME_T, &first)
            _ = dracobench_get_offset(easy, CURLINFO_TOTAL_TIME_T, &total)
        }
        return TransferResponse.Timings(
            firstByteSeconds: Double(first) / 1e6, totalSeconds: Double(total) / 1e6)
    }

    /// The host of a URL for an error message; never its user, path or query.
    private static func host(of url: String) -> String {
        let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = afterScheme.prefix { !"/?#\\".contains($0) }
        return String(authority.split(separator: "@").last ?? authority)
    }
}
