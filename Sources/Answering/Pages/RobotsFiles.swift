import FoundationEssentials
import Inference
import Transport

/// The robots.txt of every site that was asked, for a day.
final class RobotsFiles: Sendable {
    private let transport: HTTPTransport
    private let clock: InferenceClock
    private let limits: TransferLimits
    private let files = Locked<[String: (rules: RobotsRules, until: Double)]>([:])

    init(
        transport: HTTPTransport, clock: InferenceClock, limits: TransferLimits = usualLimits
    ) {
        self.transport = transport
        self.clock = clock
        self.limits = limits
    }

    /// Nil where it has to be asked for.
    func known(of site: Site) -> RobotsRules? {
        let file = files.withLock { $0[site.origin] }
        return file.flatMap { $0.until > clock.now() ? $0.rules : nil }
    }

    /// As RFC 9309 has it: a file that is not there (4xx, or more redirects than are followed)
    /// allows everything; a server that can't say (5xx, or no answer in time) forbids everything, and
    /// is asked again after a minute. A server that can't be reached at all says nothing: what is
    /// asked of it next shows that by itself.
    func rules(of site: Site) async throws(CancellationError) -> RobotsRules {
        // Somebody may have asked in the meantime.
        if let rules = known(of: site) { return rules }
        let (rules, seconds): (RobotsRules, Double)
        do {
            switch try await answer(from: site.origin + "/robots.txt") {
            case .file(let text): (rules, seconds) = (RobotsRules(parsing: text), Self.day)
            case .nothing, .redirect: (rules, seconds) = (.open, Self.day)
            case .fault: (rules, seconds) = (.closed, Self.afterFault)
            }
        } catch let error as TransportError {
            guard error.isTimeout else { return .open }
            (rules, seconds) = (.closed, Self.afterFault)
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

    private enum Answer: Sendable {
        case file(String)
        case nothing
        case fault
        case redirect(to: String)
    }

    /// Follows redirects, to other sites as well; one too many is handed back. Each is a request of
    /// its own, so that the transport judges every address.
    private func answer(from address: String) async throws -> Answer {
        var address = address
        var answer = try await ask(address)
        for _ in 0..<Self.mostRedirects {
            guard case .redirect(let target) = answer else { break }
            guard let next = URL(string: target, relativeTo: URL(string: address))?.absoluteURL,
                Site(next) != nil
            else { return .nothing }
            address = next.absoluteString
            answer = try await ask(address)
        }
        return answer
    }

    private func ask(_ address: String) async throws -> Answer {
        let request = TransferRequest(url: address, limits: limits)
        return try await transport.stream(request) { stream in
            switch stream.status {
            case 200..<300: return .file(try await Self.beginning(of: stream))
            case 301, 302, 303, 307, 308:
                return stream.head.header("Location").map { .redirect(to: $0) } ?? .nothing
            case 500...: return .fault
            default: return .nothing
            }
        }
    }

    /// The lines that end in the first mebibyte: more of a file need not be read.
    private static func beginning(of stream: TransferStream) async throws -> String {
        var bytes: [UInt8] = []
        for try await chunk in stream.chunks {
            bytes += chunk
            guard bytes.count > mostBytes else { continue }
            let lines = bytes.prefix(mostBytes)
            let isLineEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
            return String(
                decoding: lines[...(lines.lastIndex(where: isLineEnd) ?? 0)], as: UTF8.self)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let day = 86_400.0
    private static let afterFault = 60.0
    private static let mostFiles = 10_000
    private static let mostRedirects = 5
    private static let mostBytes = 1 << 20
    /// The size is not limited, since reading ends where it has been enough.
    static let usualLimits = TransferLimits(
        idleTimeoutSeconds: 10, totalTimeoutSeconds: 20, maxResponseBytes: .max)
}
