import Inference
import Reports
import Simulator
import Transport
import Vocabulary

/// An endpoint that was asked for all that costs nothing.
struct ExaminedEndpoint {
    /// As the suite has it.
    let asked: Suite.AskedModels
    /// As it is called.
    let endpoint: Endpoint
    var checks: [DoctorReport.Check] = []
    /// Whether anything listens there that we can talk to.
    var isReached = false
    /// Nil where it has none that can be read.
    var catalogue: ModelCatalogue?
    /// Nil where it can't be known.
    var creditLeft: USD?

    /// As the suite names it.
    var name: String { asked.endpoint.baseURL }
}

/// Whether endpoints are there, take their keys and have credit left.
extension Doctor {
    func examine(
        _ asked: Suite.AskedModels, over transport: HTTPTransport
    ) async throws -> ExaminedEndpoint {
        let spec = asked.endpoint
        var examined = ExaminedEndpoint(asked: asked, endpoint: endpoint(spec))
        if let fault = try await unreachable(examined.endpoint.baseURL, over: transport) {
            examined.checks.append(
                Check(
                    .endpoints, spec.baseURL, .failed, fault,
                    advice: "Check base_url and the network."))
            return examined
        }
        examined.isReached = true
        let words = simulator == nil ? "is reached" : "is played by the simulator"
        examined.checks.append(Check(.endpoints, spec.baseURL, .ok, words))
        let inquiry = EndpointInquiry(
            endpoint: examined.endpoint, transport: transport, now: session.clock.now)
        let models = try await inquiry.catalogue()
        examined.catalogue = models.value
        if spec.dialect == .openrouter {
            let status = try await inquiry.status()
            examined.creditLeft = status.creditLeft
            examined.checks.append(key(status.key, of: spec))
        }
        examined.checks.append(list(models, of: spec))
        return examined
    }

    /// What a call goes to: the simulator where it plays the provider.
    private func endpoint(_ spec: EndpointSpec) -> Endpoint {
        let value = spec.apiKeyVariable.flatMap { variables[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        return Endpoint(
            baseURL: simulator?.apiBaseURL ?? spec.baseURL, key: value.map { APIKey($0) },
            dialect: spec.dialect,
            api: spec.api ?? (spec.dialect == .anthropic ? .messages : .chat), concurrency: 1,
            timeoutSeconds: 90)
    }

    /// Why nothing can be sent there: name, connection or certificate. Nil where it can.
    private func unreachable(
        _ baseURL: String, over transport: HTTPTransport
    ) async throws -> String? {
        var request = TransferRequest(
            url: baseURL,
            limits: TransferLimits(
                connectTimeoutSeconds: 10, idleTimeoutSeconds: 20, totalTimeoutSeconds: 30))
        request.onlyConnects = true
        do {
            _ = try await transport.send(request)
            return nil
        } catch let error as TransportError {
            return error.description
        }
    }

    // MARK: - Key and list

    private func key(_ status: Inquired<KeyStatus>, of spec: EndpointSpec) -> Check {
        let subject = "Key at \(spec.baseURL)"
        switch status {
        case .found: return Check(.endpoints, subject, .ok, "is accepted")
        case .notOffered:
            return Check(.endpoints, subject, .skipped, "the endpoint says nothing of keys")
        case .denied(let why):
            let advice = "Check the key under \(spec.apiKeyVariable ?? "api_key_env")."
            return Check(.endpoints, subject, .failed, why, advice: advice)
        case .failed(let why): return Check(.endpoints, subject, .warning, why)
        }
    }

    private func list(_ models: Inquired<ModelCatalogue>, of spec: EndpointSpec) -> Check {
        let subject = "List of \(spec.baseURL)"
        switch models {
        case .found(let list):
            let part = list.isWhole ? "" : ", of which more can't be read"
            return Check(.endpoints, subject, .ok, "\(list.models.count) models\(part)")
        case .notOffered(let why):
            return Check(
                .endpoints, subject, .warning, why,
                advice: "Names of models are not checked, and prices are those of the table.")
        case .denied(let why):
            let advice =
                spec.apiKeyVariable.map { "Check the key under \($0)." }
                ?? "Name the key's variable with api_key_env."
            return Check(.endpoints, subject, .failed, why, advice: advice)
        case .failed(let why):
            return Check(.endpoints, subject, .failed, why, advice: "Check base_url.")
        }
    }

    // MARK: - Credit

    /// What is left, beside what the whole run may cost.
    func credit(of examined: ExaminedEndpoint, _ upper: USD?) -> [Check] {
        guard examined.asked.endpoint.dialect == .openrouter, examined.isReached else { return [] }
        let subject = "Credit at \(examined.name)"
        guard let left = examined.creditLeft else {
            return [Check(.endpoints, subject, .skipped, "is not told")]
        }
        guard left > .zero else {
            return [
                Check(
                    .endpoints, subject, .failed, "nothing is left", advice: "Add credit.")
            ]
        }
        guard let upper, left < upper else {
            return [Check(.endpoints, subject, .ok, "\(left.text) left")]
        }
        return [
            Check(
                .endpoints, subject, .warning, "\(left.text) left; the run may cost \(upper.text)",
                advice:
                    "Add credit, or set limits.max_cost_usd; what is missing can be asked later.")
        ]
    }
}
