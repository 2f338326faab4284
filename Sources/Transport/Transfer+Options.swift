import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A libcurl handle that is used for one transfer after the other.
///
/// What is the same for all transfers of a transport is set once; `Transfer.configure` sets all
/// that may differ, each time.
enum EasyHandle {
    static func make(
        _ options: TransportOptions, route: UnsafeMutablePointer<curl_slist>?
    ) -> UnsafeMutableRawPointer? {
        guard let easy = curl_easy_init() else { return nil }
        for (option, text) in [
            (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
            (CURLOPT_ACCEPT_ENCODING, ""),
            (CURLOPT_USERAGENT, options.userAgent),
        ] { _ = dracobench_set_string(easy, option, text) }
        if let file = options.caFile {
            for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] {
                _ = dracobench_set_string(easy, option, file)
            }
            // The system's folder of certificates would be trusted beside the file.
            for option in [CURLOPT_CAPATH, CURLOPT_PROXY_CAPATH] {
                _ = dracobench_set_pointer(easy, option, nil)
            }
        }
        let version = options.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_BUFFERSIZE, 4 << 10),
            (CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10), (CURLOPT_HTTP_VERSION, version),
            // Only HTTP/2, and so only TLS, has anything to wait for.
            (CURLOPT_PIPEWAIT, options.allowsHTTP2 ? 1 : 0),
        ] { _ = dracobench_set_long(easy, option, value) }
        if let route { _ = dracobench_set_list(easy, CURLOPT_CONNECT_TO, route) }
        _ = dracobench_set_data_callback(easy, CURLOPT_WRITEFUNCTION, bodyArrived)
        _ = dracobench_set_data_callback(easy, CURLOPT_HEADERFUNCTION, headerArrived)
        switch options.addressPolicy {
        case .any: _ = dracobench_set_socket_opener(easy, openAnySocket)
        case .publicOnly: _ = dracobench_set_socket_opener(easy, openGuardedSocket)
        }
        return easy
    }
}

extension Transfer {
    /// Sets all that differs from transfer to transfer.
    func configure(_ easy: UnsafeMutableRawPointer, over options: TransportOptions) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        setString(easy, CURLOPT_URL, request.url)
        setLong(easy, CURLOPT_CONNECT_ONLY, request.onlyConnects ? 1 : 0)
        setRoute(easy, options)
        setLimits(easy)
        setMethodAndBody(easy)
        setHeaders(easy)
        for option in [
            CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA,
        ] { _ = dracobench_set_pointer(easy, option, context) }
    }

    /// Says what libcurl's code means for this transfer.
    func fail(with code: CURLcode, over options: TransportOptions) {
        fail(breakReason ?? error(code, options))
    }

    private func error(_ code: CURLcode, _ options: TransportOptions) -> TransportError {
        var connectedAfter: curl_off_t = 0
        var status = 0
        var connectStatus = 0
        var verification = 0
        if let easy {
            _ = dracobench_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &connectedAfter)
            _ = dracobench_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            _ = dracobench_get_long(easy, CURLINFO_HTTP_CONNECTCODE, &connectStatus)
            _ = dracobench_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &verification)
        }
        return TransportError(
            CurlFailure(
                code: code, isConnected: connectedAfter > 0, status: status,
                connectStatus: connectStatus,
                verification: verification),
            of: request, host: host, proxy: proxy, caFile: options.caFile)
    }

    private func setLimits(_ easy: UnsafeMutableRawPointer) {
        let limits = request.limits
        setLong(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectTimeoutSeconds * 1000))
        setLong(easy, CURLOPT_TIMEOUT_MS, Int(limits.totalTimeoutSeconds * 1000))
    }

    /// Proxy and redirects: libcurl does not know of which addresses a proxy may be asked for, so
    /// that where only public ones will do, each redirect goes back to the caller.
    private func setRoute(_ easy: UnsafeMutableRawPointer, _ options: TransportOptions) {
        let isGuarded = proxy != nil && options.addressPolicy == .publicOnly
        // Never unset: libcurl would look into the environment by itself.
        setString(easy, CURLOPT_PROXY, proxy?.url ?? "")
        setString(
            easy, CURLOPT_NOPROXY, proxy == nil || isGuarded ? "" : options.proxyExceptionList)
        let redirects = isGuarded ? 0 : request.redirectLimit
        setLong(easy, CURLOPT_FOLLOWLOCATION, redirects > 0 ? 1 : 0)
        setLong(easy, CURLOPT_MAXREDIRS, redirects)
    }

    private func setMethodAndBody(_ easy: UnsafeMutableRawPointer) {
        if let body = request.body {
            setLong(easy, CURLOPT_POST, 1)
            _ = dracobench_set_offset(
                easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            // Not copied: the bytes of an array that is not changed stay where they are, and this
            // transfer keeps the array until libcurl is done with the handle.
            body.withUnsafeBytes {
                _ = dracobench_set_pointer(easy, CURLOPT_POSTFIELDS, $0.baseAddress ?? emptyBody)
            }
        } else {
            setLong(easy, CURLOPT_HTTPGET, 1)
            setLong(easy, CURLOPT_NOBODY, request.method == "HEAD" ? 1 : 0)
        }
        let isImplied = request.method == (request.body == nil ? "GET" : "POST")
        if isImplied || request.method == "HEAD" {
            _ = dracobench_set_pointer(easy, CURLOPT_CUSTOMREQUEST, nil)
        } else {
            setString(easy, CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setHeaders(_ easy: UnsafeMutableRawPointer) {
        // Without this libcurl waits for a "100 Continue" before larger bodies.
        var list = curl_slist_append(nil, "Expect:")
        for field in request.headers {
            // A line break in a header would smuggle in another one.
            var line = field.name + ": " + field.value
            if line.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
                line.removeAll(where: \.isNewline)
            }
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

private func openGuardedSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address else { return dracobench_bad_socket }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    // Where the proxy stands is the user's word, not a model's.
    if transfer.proxy != nil { return openAnySocket(context, purpose, address) }
    let isPublic = withUnsafePointer(to: &address.pointee.addr) { AddressGuard.isPublic($0) }
    return transfer.mayConnect(isPublic: isPublic)
        ? openAnySocket(context, purpose, address) : dracobench_bad_socket
}
