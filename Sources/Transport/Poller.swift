import CCurl

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A socket that is ready, in libcurl's words.
struct ReadySocket {
    let descriptor: Int32
    /// `CURL_CSELECT_IN`, `_OUT` and `_ERR`.
    let flags: Int32
}

#if canImport(Glibc)
    /// Waits for sockets by epoll, and for `wake` by an eventfd.
    final class Poller {
        private let epoll: Int32
        private let waker: Int32
        private var events = [epoll_event](repeating: epoll_event(), count: 256)
        private var watched: Set<Int32> = []

        init?() {
            epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
            waker = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
            guard epoll >= 0, waker >= 0 else { return nil }
            control(EPOLL_CTL_ADD, waker, EPOLLIN.rawValue)
        }

        deinit {
            close(waker)
            close(epoll)
        }

        /// May be called from any thread.
        func wake() {
            var one: UInt64 = 1
            _ = write(waker, &one, 8)  // Fails only when the counter is full, which wakes as well.
        }

        /// Watches a socket for either; for neither, forgets it.
        func watch(_ descriptor: Int32, reads: Bool, writes: Bool) {
            guard reads || writes else {
                if watched.remove(descriptor) != nil { control(EPOLL_CTL_DEL, descriptor, 0) }
                return
            }
            let flags = (reads ? EPOLLIN.rawValue : 0) | (writes ? EPOLLOUT.rawValue : 0)
            let isNew = watched.insert(descriptor).inserted
            control(isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, flags)
        }

        /// The sockets that are ready, after that long at most; -1 waits for as long as it takes.
        func wait(milliseconds: Int32) -> [ReadySocket] {
            let count = epoll_wait(epoll, &events, Int32(events.count), milliseconds)
            guard count > 0 else { return [] }
            return events[..<Int(count)].compactMap { event in
                if event.data.fd == waker {
                    var value: UInt64 = 0
                    _ = read(waker, &value, 8)
                    return nil
                }
                var flags: Int32 = 0
                if event.events & EPOLLIN.rawValue != 0 { flags |= CURL_CSELECT_IN }
                if event.events & EPOLLOUT.rawValue != 0 { flags |= CURL_CSELECT_OUT }
                if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
                    flags |= CURL_CSELECT_ERR
                }
                return ReadySocket(descriptor: event.data.fd, flags: flags)
            }
        }

        private func control(_ operation: Int32, _ descriptor: Int32, _ flags: UInt32) {
            var event = epoll_event(events: flags, data: epoll_data_t(fd: descriptor))
            epoll_ctl(epoll, operation, descriptor, &event)
        }
    }
#else
    /// Waits for sockets by poll(2), and for `wake` by a pipe: for development, not for speed.
    final class Poller {
        private var pipeEnds: [Int32] = [-1, -1]
        private var watched: [Int32: Int16] = [:]

        init?() {
            guard pipe(&pipeEnds) == 0 else { return nil }
            for end in pipeEnds {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
        }

        deinit { for end in pipeEnds { close(end) } }

        func wake() {
            var one: UInt8 = 1
            _ = write(pipeEnds[1], &one, 1)
        }

        func watch(_ descriptor: Int32, reads: Bool, writes: Bool) {
            let flags = (reads ? Int16(POLLIN) : 0) | (writes ? Int16(POLLOUT) : 0)
            watched[descriptor] = flags == 0 ? nil : flags
        }

        func wait(milliseconds: Int32) -> [ReadySocket] {
            var polled = [pollfd(fd: pipeEnds[0], events: Int16(POLLIN), revents: 0)]
            polled += watched.map { pollfd(fd: $0.key, events: $0.value, revents: 0) }
            guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return [] }
            if polled[0].revents != 0 {
                var drained = [UInt8](repeating: 0, count: 64)
                while read(pipeEnds[0], &drained, 64) > 0 {}
            }
            return polled.dropFirst().filter { $0.revents != 0 }.map { entry in
                var flags: Int32 = 0
                if entry.revents & Int16(POLLIN) != 0 { flags |= CURL_CSELECT_IN }
                if entry.revents & Int16(POLLOUT) != 0 { flags |= CURL_CSELECT_OUT }
                if entry.revents & Int16(POLLERR | POLLHUP) != 0 { flags |= CURL_CSELECT_ERR }
                return ReadySocket(descriptor: entry.fd, flags: flags)
            }
        }
    }
#endif
