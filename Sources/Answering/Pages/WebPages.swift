import FoundationEssentials
import Inference
import Transport

/// How the pages that models name are opened: politely, where it matters, and whatever they hold as
/// text. All models of a run share one.
package struct WebPages: Sendable {
    /// Must refuse addresses that are not public, unless all it reaches is the simulator.
    private let transport: HTTPTransport
    private let clock: InferenceClock
    /// Nil where nobody is bothered by many requests.
    private let queue: HostQueue?
    private let robots: RobotsFiles?
    /// Nil where PDFs can't be read.
    let pdf: PDFText?

    /// - Parameters:
    ///   - isPolite: whether robots.txt is asked for, and hosts get few requests at once: not in a
    ///     simulation, whose hosts are all one.
    ///   - pdf: nil where PDFs can't be read.
    package init(
        transport: HTTPTransport, clock: InferenceClock, isPolite: Bool = true,
        pdf: PDFText? = nil
    ) {
        self.transport = transport
        self.clock = clock
        queue = isPolite ? HostQueue(clock: clock) : nil
        robots = isPolite ? RobotsFiles(transport: transport, clock: clock) : nil
        self.pdf = pdf
    }

    /// What became of a request for a page.
    enum Opened: Sendable {
        case response(TransferResponse)
        /// The site's robots.txt does not want us there.
        case notAllowed
        case failed(TransportError)
    }

    /// Sends one request for a page; redirects are handed back.
    ///
    /// - Returns: also how long it waited for its turn at the host.
    func open(
        _ address: String
    ) async throws(CancellationError) -> (opened: Opened, waitedSeconds: Double) {
        guard let queue, let robots else { return (try await request(address), 0) }
        // Without a site nobody could be asked for leave.
        guard let site = URL(string: address).flatMap(Site.init) else {
            return (.failed(.badURL), 0)
        }
        var waited = 0.0
        var rules = robots.known(of: site)
        if rules == nil {
            let asked = try await queue.withTurn(at: site.origin) {
                () async throws(CancellationError) in
                try await robots.rules(of: site)
            }
            rules = asked.value
            waited += asked.waitedSeconds
        }
        guard rules?.allows(path: site.path) ?? true else { return (.notAllowed, waited) }
        let page = try await queue.withTurn(at: site.origin) {
            () async throws(CancellationError) in
            try await request(address)
        }
        return (page.value, waited + page.waitedSeconds)
    }

    /// Tries a second time after a second, where that can help.
    private func request(_ address: String) async throws(CancellationError) -> Opened {
        let request = TransferRequest(
            method: "GET", url: address,
            headers: [
                HeaderField(
                    name: "Accept",
                    value: "text/html, application/xhtml+xml, application/json, text/*, "
                        + "application/pdf;q=0.9, */*;q=0.1")
            ], limits: Self.limits)
        var opened = try await send(request)
        let isWorthRepeating =
            switch opened {
            case .response(let response): [429, 502, 503, 504].contains(response.status)
            case .failed(let error): error.isTransient && !error.isTimeout
            case .notAllowed: false
            }
        if isWorthRepeating {
            do { try await clock.sleep(1) } catch { throw CancellationError() }
            opened = try await send(request)
        }
        return opened
    }

    private func send(_ request: TransferRequest) async throws(CancellationError) -> Opened {
        do {
            return .response(try await transport.send(request))
        } catch let error as TransportError {
            return .failed(error)
        } catch {
            throw CancellationError()
        }
    }

    private static let limits = TransferLimits(
        idleTimeoutSeconds: 20, totalTimeoutSeconds: 60, maxResponseBytes: 4 << 20)
}

/// Where a page is, as far as politeness goes.
struct Site: Sendable, Hashable {
    /// Scheme, host and port: each has a robots.txt of its own.
    let origin: String
    /// With the query.
    let path: String

    /// Nil where there is no host.
    init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(),
            !host.isEmpty
        else { return nil }
        let port = url.port.map { ":\($0)" } ?? ""
        origin = "\(scheme)://\(host)\(port)"
        let query = url.query.map { "?\($0)" } ?? ""
        path =
            (url.path(percentEncoded: true).isEmpty ? "/" : url.path(percentEncoded: true)) + query
    }
}
