import Catalog
import Execution
import Inference
import Simulator
import Store
import Transport
import Vocabulary

/// What the models of a suite cost, and whether their endpoints have them.
extension RunSession {
    /// What the suite's models cost before their endpoints are asked: list prices; on the simulator,
    /// those that it charges.
    func knownPrices() throws -> KnownPrices {
        let table = try workspace.priceTable()
        var known = KnownPrices()
        for model in Set(suite.askedModels().flatMap(\.models)) {
            if let simulation {
                let profile = simulation.profiles[model] ?? ModelProfile.named(model)
                known.prices[model] = profile.price
                known.sources[model] = .simulator
            } else if let price = table.price(for: model) {
                known.prices[model] = price
                known.sources[model] = .table(asOf: table.asOf(model) ?? table.asOf)
            }
        }
        return known
    }

    /// A plan at the prices that its endpoints tell, with what else they say of their models.
    ///
    /// - Throws: `CommandFailure` where an endpoint does not have a model that is still to be asked,
    ///   before anything is paid for.
    func priced(
        _ plan: RunPlan, _ missing: MissingWork, _ keys: [String: APIKey], _ talk: Talk
    ) async throws -> (RunPlan, Catalogues) {
        let unanswered = Set(missing.units.map(\.configuration.id))
        let asked = suite.askedModels {
            unanswered.contains($0.id)
        } isJudging: { place in
            missing.questions.values.contains { $0.indices.contains(place) && $0[place] > 0 }
        }
        let transport = try HTTPTransport(.live())
        let catalogues: Catalogues
        do {
            catalogues = try await Catalogues.read(
                of: asked.map(\.endpoint), keys: keys, transport: transport, now: clock.now)
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        for note in catalogues.notes { talk.say(.note(note)) }
        let strangers = catalogues.missing(asked)
        guard strangers.isEmpty else {
            throw CommandFailure(strangers.joined(separator: "\n"))
        }
        let known = catalogues.overriding(try knownPrices(), of: suite.askedModels())
        return (plan.priced(known.prices, sources: known.sources), catalogues)
    }
}
