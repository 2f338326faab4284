import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Transfer {
    /// Sets up a fresh handle for this transfer.
    func configure(
        _ easy: UnsafeMutableRawPointer, _ options: TransportOptions,
        route: UnsafeMutablePointer<curl_slist>?
    ) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        setString(easy, CURLOPT_URL, request.url)
        setString(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        setString(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        setString(easy, CURLOPT_PROXY, "")
        setString(easy, CURLOPT_USERAGENT, options.userAgent)
        setString(easy, CURLOPT_ACCEPT_ENCODING, "")
        if let file = options.caFile { setString(easy, CURLOPT_CAINFO, file) }
        setLong(easy, CURLOPT_NOSIGNAL, 1)
        setLong(easy, CURLOPT_BUFFERSIZE, 16 << 10)
        setLong(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10)
        setLong(easy, CURLOPT_HTTP_VERSION, Self.version(options))
        if options.allowsHTTP2, request.url.hasPrefix("https") {
            setLong(easy, CURLOPT_PIPEWAIT, 1)
        }
        setLimits(easy)
        if let route { _ = dracobench_set_list(easy, CURLOPT_CONNECT_TO, route) }
        setMethodAndBody(easy)
        setHeaders(easy)
        _ = dracobench_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = dracobench_set_data_callback(easy, CURLOPT_WRITEFUNCTION, bodyArrived)
        _ = dracobench_set_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = dracobench_set_data_callback(easy, CURLOPT_HEADERFUNCTION, headerArrived)
        _ = dracobench_set_pointer(easy, CURLOPT_HEADERDATA, context)
        switch options.addressPolicy {
        case .any: _ = dracobench_set_socket_opener(easy, openAnySocket)
        case .publicOnly: _ = dracobench_set_socket_opener(easy, openPublicSocket)
        }
        _ = dracobench_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context)
    }

    /// Says what libcurl's code means for this transfer.
    func fail(with code: CURLcode) {
        var connectedAfter: curl_off_t = 0
        if let easy {
            _ = dracobench_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &connectedAfter)
        }
        fail(
            breakReason
                ?? TransportError(
                    code, host: host, limits: request.limits, redirectLimit: request.redirectLimit,
                    connected: connectedAfter > 0))
    }

    private static func version(_ options: TransportOptions) -> Int {
        options.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
    }

    private func setLimits(_ easy: UnsafeMutableRawPointer) {
        let limits = request.limits
        setLong(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectTimeoutSeconds * 1000))
        setLong(easy, CURLOPT_TIMEOUT_MS, Int(limits.totalTimeoutSeconds * 1000))
        setLong(easy, CURLOPT_FOLLOWLOCATION, request.redirectLimit > 0 ? 1 : 0)
        if request.redirectLimit > 0 { setLong(easy, CURLOPT_MAXREDIRS, request.redirectLimit) }
    }

    private func setMethodAndBody(_ easy: UnsafeMutableRawPointer) {
        if let body = request.body {
            setLong(easy, CURLOPT_POST, 1)
            _ = dracobench_set_offset(
                easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            // libcurl keeps a copy of its own: a few kilobytes, next to nothing beside the
            // system calls, and nothing of ours has to stay in place.
            body.withUnsafeBytes {
                _ = dracobench_set_pointer(
                    easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? emptyBody)
            }
            if request.method != "POST" { setString(easy, CURLOPT_CUSTOMREQUEST, request.method) }
        } else if request.method == "HEAD" {
            setLong(easy, CURLOPT_NOBODY, 1)
        } else if request.method != "GET" {
            setString(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setHeaders(_ easy: UnsafeMutableRawPointer) {
        // Without this libcurl waits for a "100 Continue" before larger bodies.
        var list = curl_slist_append(nil, "Expect:")
        for field in request.headers {
            // A line break in a header would smuggle in another one.
            let line = "\(field.name): \(field.value)".filter { !$0.isNewline }
            list = curl_slist_append(list, line)
        }
        headerList = list
        _ = dracobench_set_list(easy, CURLOPT_HTTPHEADER, list)
    }

    private func setString(
        _ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String
    ) {
        _ = dracobench_set_string(easy, option, value)
    }

    private func setLong(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
        _ = dracobench_set_long(easy, option, value)
    }
}

/// Something to point at for a body of no bytes.
private nonisolated(unsafe) let emptyBody = UnsafeRawPointer(
    UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

private func bodyArrived(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    switch transfer.take(piece, at: EventLoop.monotonicSeconds()) {
    case .all: return size * count
    case .paused: return Int(CURL_WRITEFUNC_PAUSE)
    case .refused: return 0
    }
}

private func headerArrived(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    let isTaken = transfer.take(header: line, at: EventLoop.monotonicSeconds())
    return isTaken ? size * count : 0
}

private func openAnySocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address else { return dracobench_bad_socket }
    // Sockets must not leak into child processes.
    #if canImport(Glibc)
        let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
        return socket(
            address.pointee.family, address.pointee.socktype | closeOnExec,
            address.pointee.protocol)
    #else
        let descriptor = socket(
            address.pointee.family, address.pointee.socktype, address.pointee.protocol)
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    #endif
}

private func openPublicSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address else { return dracobench_bad_socket }
    let isPublic = withUnsafePointer(to: &address.pointee.addr) { AddressGuard.isPublic($0) }
    guard isPublic else {
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        transfer.breakReason = .addressRefused(host: transfer.host)
        return dracobench_bad_socket
    }
    return openAnySocket(context, purpose, address)
}
