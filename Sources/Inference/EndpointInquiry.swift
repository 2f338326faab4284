import JSONText
import Transport
import Vocabulary

/// Asks an endpoint for what costs nothing: its list of models, and the state of the key.
///
/// Once, without retries and within seconds, since a run can do without any of it.
package struct EndpointInquiry: Sendable {
    private let endpoint: Endpoint
    private let transport: HTTPTransport
    private let now: @Sendable () -> Double
    private let seconds: Double

    /// Pages of a list that are read at most.
    private static let mostPages = 40
    private static let longestReply = 32 << 20

    /// - Parameters:
    ///   - now: in seconds.
    ///   - seconds: that each question may take, with all pages of its answer.
    package init(
        endpoint: Endpoint, transport: HTTPTransport, now: @escaping @Sendable () -> Double,
        seconds: Double = 15
    ) {
        self.endpoint = endpoint
        self.transport = transport
        self.now = now
        self.seconds = seconds
    }

    /// `GET {base}/models`, page by page. Where a later page can't be had, the list is not whole.
    package func catalogue() async throws(CancellationError) -> Inquired<ModelCatalogue> {
        let deadline = now() + seconds
        var models: [CatalogueModel] = []
        var url = endpoint.baseURL + "/models" + (isAnthropic ? "?limit=1000" : "")
        for _ in 0..<Self.mostPages {
            let reply = try await ask(url, "a list of models", until: deadline, CataloguePage.init)
            guard let page = reply.value else {
                guard models.isEmpty else { break }
                return reply.failure() ?? .failed("Nothing came.")
            }
            models += page.models
            guard let next = page.next else { return .found(ModelCatalogue(models: models)) }
            guard let address = address(of: next) else { break }
            url = address
        }
        return .found(ModelCatalogue(models: models, isWhole: false))
    }

    /// `GET {base}/key` and `GET {base}/credits`, which OpenRouter alone has.
    package func status() async throws(CancellationError) -> EndpointStatus {
        let deadline = now() + seconds
        return EndpointStatus(
            key: try await ask(
                endpoint.baseURL + "/key", "the state of the key", until: deadline,
                KeyStatus.init),
            credit: try await ask(
                endpoint.baseURL + "/credits", "the state of the account", until: deadline,
                CreditStatus.init))
    }

    // MARK: - Asking

    private func ask<Value>(
        _ url: String, _ what: String, until deadline: Double, _ read: (JSONValue) -> Value?
    ) async throws(CancellationError) -> Inquired<Value> {
        let left = max(1, deadline - now())
        let request = TransferRequest(
            url: url, headers: headers,
            limits: TransferLimits(
                connectTimeoutSeconds: min(5, left), idleTimeoutSeconds: left,
                totalTimeoutSeconds: left, maxResponseBytes: Self.longestReply))
        let response: TransferResponse
        do {
            response = try await transport.send(request)
        } catch let error as TransportError {
            return .failed(error.description)
        } catch {
            throw CancellationError()
        }
        let json = try? JSONValue(parsing: response.body)  // Nil: judged by the status below.
        let message = json?["error"]?["message"]?.string ?? json?["error"]?.string
        let words = "HTTP \(response.status)" + (message.map { ": \(plain($0))" } ?? "")
        switch response.status {
        case 200..<300:
            // Some services say within a 200 what others have a status for.
            if let code = json?["error"]?["code"]?.integer, code == 401 || code == 403 {
                return .denied("It answers \(code): \(plain(message ?? "no reason given")).")
            }
            if let value = json.flatMap(read) { return .found(value) }
            guard json != nil else {
                return .failed(
                    """
                    It answers with \(Self.kind(of: response)) in place of \(what); see whether \
                    base_url has to end in /v1.
                    """)
            }
            return .notOffered("It answers with something other than \(what).")
        case 401, 403: return .denied("It answers \(words).")
        case 404, 405, 501: return .notOffered("It answers \(words).")
        default: return .failed("It answers \(words).")
        }
    }

    private static func kind(of response: TransferResponse) -> String {
        let start = String(decoding: response.body.prefix(256), as: UTF8.self).lowercased()
        return start.contains("<html") || start.contains("<!doctype") ? "a web page" : "no JSON"
    }

    /// Somebody else's words in one line, without the key that some services repeat.
    private func plain(_ message: String) -> String {
        KeyRedaction(endpoint.key).line(message, atMost: 200)
    }

    private var isAnthropic: Bool { endpoint.dialect == .anthropic }

    private var headers: [HeaderField] {
        let accept = [HeaderField(name: "Accept", value: "application/json")]
        guard let key = endpoint.key?.value else { return accept }
        guard isAnthropic else {
            return accept + [HeaderField(name: "Authorization", value: "Bearer " + key)]
        }
        return accept + [
            HeaderField(name: "x-api-key", value: key),
            HeaderField(name: "anthropic-version", value: "2023-06-01"),
        ]
    }

    /// The address of a further page; nil where it would take the key to another place than the
    /// endpoint.
    private func address(of next: CataloguePage.Next) -> String? {
        switch next {
        case .after(let id):
            let isPlain = id.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && !"&#?%+\"<>".utf8.contains($0)
            }
            return isPlain ? "\(endpoint.baseURL)/models?limit=1000&after_id=\(id)" : nil
        case .link(let link):
            let origin = endpoint.origin
            if link.hasPrefix("?") { return endpoint.baseURL + "/models" + link }
            if link.hasPrefix("/"), !link.hasPrefix("//") { return origin + link }
            return link.hasPrefix(origin + "/") ? link : nil
        }
    }
}

extension Inquired {
    /// The same failure of another question; nil where it is none.
    fileprivate func failure<Other: Sendable>() -> Inquired<Other>? {
        switch self {
        case .found: nil
        case .notOffered(let sentence): .notOffered(sentence)
        case .denied(let sentence): .denied(sentence)
        case .failed(let sentence): .failed(sentence)
        }
    }
}

extension Endpoint {
    /// Scheme, host and port.
    fileprivate var origin: String {
        let start = baseURL.firstRange(of: "://")?.upperBound ?? baseURL.startIndex
        let end = baseURL[start...].firstIndex(of: "/") ?? baseURL.endIndex
        return String(baseURL[..<end])
    }
}
