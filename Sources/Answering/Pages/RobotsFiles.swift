import Inference
import Transport

/// The robots.txt of every site that was asked, for a day.
final class RobotsFiles: Sendable {
    private let transport: HTTPTransport
    private let clock: InferenceClock
    private let files = Locked<[String: (rules: RobotsRules, until: Double)]>([:])

    init(transport: HTTPTransport, clock: InferenceClock) {
        self.transport = transport
        self.clock = clock
    }

    /// Nil where it has to be asked for.
    func known(of site: Site) -> RobotsRules? {
        let file = files.withLock { $0[site.origin] }
        return file.flatMap { $0.until > clock.now() ? $0.rules : nil }
    }

    /// As RFC 9309 has it: a file that is not there allows everything, a server that can't say
    /// forbids everything. A server that is not there says nothing: what is asked of it next shows
    /// that by itself.
    func rules(of site: Site) async throws(CancellationError) -> RobotsRules {
        // Somebody may have asked in the meantime.
        if let rules = known(of: site) { return rules }
        let request = TransferRequest(
            url: site.origin + "/robots.txt", limits: Self.limits, redirectLimit: 5)
        let rules: RobotsRules
        var seconds = Self.day
        do {
            let response = try await transport.send(request)
            switch response.status {
            case 200..<300:
                rules = RobotsRules(parsing: String(decoding: response.body, as: UTF8.self))
            case 500...:
                rules = .closed
                seconds = Self.afterFault
            default: rules = .open
            }
        } catch is TransportError {
            return .open
        } catch {
            throw CancellationError()
        }
        let until = clock.now() + seconds
        files.withLock { files in
            if files.count >= Self.mostFiles { files = [:] }
            files[site.origin] = (rules, until)
        }
        return rules
    }

    private static let day = 86_400.0
    private static let afterFault = 60.0
    private static let mostFiles = 10_000
    private static let limits = TransferLimits(
        idleTimeoutSeconds: 10, totalTimeoutSeconds: 20, maxResponseBytes: 1 << 20)
}
