import CCurl

/// How transfers get into libcurl and out of it, all on the loop's thread.
extension EventLoop {
    func begin(_ transfer: Transfer) {
        guard !transfer.isCancelled else {
            transfer.fail(CancellationError())
            return
        }
        let idle = idleHandles.popLast()
        guard let easy = idle ?? EasyHandle.make(options, route: resolveList) else {
            transfer.fail(TransportError.other(code: 0, reason: "out of memory"))
            return
        }
        transfer.easy = easy
        transfer.lastActivity = now
        transfer.configure(easy, over: options)
        active[ObjectIdentifier(transfer)] = transfer
        let limits = transfer.request.limits
        if limits.idleTimeoutSeconds < limits.totalTimeoutSeconds {
            sweepInterval = min(sweepInterval, max(0.01, limits.idleTimeoutSeconds / 4))
            nextSweep = min(nextSweep, now + sweepInterval)
        }
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            end(transfer) { $0.fail(TransportError.other(code: 0, reason: "libcurl is full")) }
            return
        }
    }

    func cancel(_ transfer: Transfer) {
        transfer.isCancelled = true
        guard transfer.easy != nil else { return }
        end(transfer) { $0.fail(CancellationError()) }
    }

    /// Ends whatever libcurl says is done.
    func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle
            else { continue }
            let code = dracobench_result_of(message)
            var pointer: UnsafeMutableRawPointer?
            _ = dracobench_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
            guard let pointer else { continue }
            let transfer = Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
            end(transfer) { transfer in
                if code == CURLE_OK || transfer.isResolved {
                    transfer.succeed()
                } else {
                    transfer.fail(with: code, over: options)
                }
            }
        }
    }

    /// Takes a transfer out of libcurl, tells it so, and keeps the handle for the next one.
    func end(_ transfer: Transfer, _ conclude: (Transfer) -> Void) {
        guard let easy = transfer.easy else { return }
        active[ObjectIdentifier(transfer)] = nil
        conclude(transfer)
        transfer.easy = nil
        curl_multi_remove_handle(multi, easy)
        curl_slist_free_all(transfer.headerList)
        transfer.headerList = nil
        if idleHandles.count < Self.handlesKept {
            idleHandles.append(easy)
        } else {
            curl_easy_cleanup(easy)
        }
        if active.isEmpty {
            nextSweep = .infinity
            sweepInterval = 1
        }
    }

    private static let handlesKept = 512

    func sweepIdle() {
        for transfer in active.values where transfer.isIdle(at: now) {
            end(transfer) { transfer in
                transfer.fail(
                    TransportError.idleTimeout(
                        seconds: transfer.request.limits.idleTimeoutSeconds))
            }
        }
        if !active.isEmpty { nextSweep = now + sweepInterval }
    }
}
