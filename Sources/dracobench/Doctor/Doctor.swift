import Comparison
import Execution
import Inference
import Reports
import Simulator
import Transport
import Vocabulary

/// Looks at all that a suite needs, and goes on whatever it finds.
struct Doctor {
    typealias Check = DoctorReport.Check

    let session: RunSession
    /// Plays provider and web in place of the suite's own; nil: the real ones are asked.
    let simulator: SimulatorAddress?
    /// Of the environment. Values are sent to whom they are for, and never shown.
    let variables: [String: String]
    /// Whether calls may be made that cost something.
    let isLive: Bool

    var suite: Suite { session.suite }

    func checks() async throws -> [Check] {
        let transport = try HTTPTransport(.live())
        do {
            let checks = try await checks(over: transport)
            await transport.shutdown()
            return checks
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private func checks(over transport: HTTPTransport) async throws -> [Check] {
        var checks = files()
        let asked = suite.askedModels()
        var examined: [ExaminedEndpoint] = []
        for asked in asked { examined.append(try await examine(asked, over: transport)) }
        let known = try knownPrices(of: examined)
        let upper = await upperEstimate(known, &checks)
        for endpoint in examined { checks += endpoint.checks + credit(of: endpoint, upper) }
        for endpoint in examined { checks += models(of: endpoint, known) }
        checks += exclusion()
        if isLive {
            for endpoint in examined {
                checks += try await liveCalls(to: endpoint, known, over: transport)
            }
            checks += try await liveExclusion(examined, known, over: transport)
        }
        return checks
    }

    /// Prices as a run would have them.
    private func knownPrices(of examined: [ExaminedEndpoint]) throws -> KnownPrices {
        let known = try session.knownPrices()
        guard simulator == nil else { return known }
        let lists = examined.compactMap { endpoint in
            endpoint.catalogue.map { (endpoint.asked.endpoint.baseURL, $0) }
        }
        return Catalogues(
            lists: Dictionary(lists) { first, _ in first }, readAt: session.clock.now()
        ).overriding(known, of: examined.map(\.asked))
    }

    /// What is missing of the run costs at most, as far as prices are known; nil where it can't be
    /// said. Why not, is a check.
    private func upperEstimate(_ known: KnownPrices, _ checks: inout [Check]) async -> USD? {
        do {
            let plan = try await session.plan().priced(known.prices, sources: known.sources)
            let total = try await session.estimate(plan).total()
            let upper = USD(total.costWithFee.high)
            let unpriced = total.unpricedModels
            guard unpriced.isEmpty else {
                checks.append(
                    Check(
                        .suite, "Estimate", .warning,
                        "no price is known for \(unpriced.joined(separator: ", "))",
                        advice: "Costs of these can't be estimated; watch what they are billed."))
                return upper
            }
            checks.append(
                Check(
                    .suite, "Estimate", .ok,
                    "what is missing will cost \(USD(total.costWithFee.low).text) to \(upper.text)")
            )
            return upper
        } catch {
            checks.append(
                Check(
                    .suite, "Estimate", .failed, "the run can't be planned",
                    advice: Self.sentence(error)))
            return nil
        }
    }

    /// What an error of ours says.
    static func sentence(_ error: any Error) -> String {
        (error as? CommandFailure)?.sentence ?? "\(error)"
    }
}
