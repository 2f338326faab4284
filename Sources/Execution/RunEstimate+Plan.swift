import Comparison
import Vocabulary

extension RunEstimate {
    /// Of what is missing of a plan.
    ///
    /// - Parameter work: what earlier runs took, of this run's sort: simulated or real.
    package init(_ plan: RunPlan, missing: MissingWork, work: [WorkRecord]) {
        let suite = plan.setup.suite
        let expectations = Expectations(plan: plan, work: work)
        let pending = Dictionary(grouping: missing.units, by: \.configuration.id)
        var rows: [Row] = []
        var longest = EstimatedRange.zero
        for configuration in suite.configurations {
            let fee = (configuration.endpoint ?? suite.endpoint).feePercent
            let units = pending[configuration.id] ?? []
            let portions = units.flatMap { Portion.all(of: $0) }
            for portion in portions.inOrder {
                rows.append(
                    expectations.row(
                        portion, times: portions.count { $0 == portion }, configuration.id,
                        feePercent: fee))
            }
            longest = units.map(expectations.seconds).reduce(longest, EstimatedRange.max)
            for (judge, questions) in zip(suite.judges, missing.questions[configuration.id] ?? [])
            where questions > 0 {
                rows.append(
                    expectations.row(
                        Portion(role: .judge, model: judge.model, drafts: 0), times: questions,
                        configuration.id,
                        feePercent: (judge.endpoint ?? suite.endpoint).feePercent))
            }
        }
        self.init(
            rows: rows, missingAnswers: missing.units.count,
            missingVerdicts: missing.verdictCount, concurrency: suite.limits.concurrency,
            longestAnswer: longest)
    }
}

/// A piece of work that a unit takes.
private struct Portion: Equatable {
    let role: CallRecord.Role
    let model: String
    /// That it gets to read.
    let drafts: Int
    /// That it may make, where it is not what the suite's research says.
    var toolCalls: Int?

    /// In the order in which the work goes.
    static func all(of unit: RunPlan.Unit) -> [Portion] {
        switch unit.configuration.kind {
        case .solo(let model): return [Portion(role: .researcher, model: model, drafts: 0)]
        case .fusion(let spec):
            let count = spec.panel.count
            let members = spec.panel.enumerated()
                .filter { unit.reusedDrafts[$0.offset] == nil }
                .map { Portion(role: .member, model: $0.element, drafts: 0) }
            // A single draft has nothing to be compared with.
            let analysis =
                count > 1 ? [Portion(role: .analyst, model: spec.analyst, drafts: count)] : []
            return members + analysis
                + [Portion(role: .synthesizer, model: spec.synthesizer, drafts: count)]
        case .serverFusion(let spec): return fusion(spec)
        case .escalation(let spec):
            return [Portion(role: .researcher, model: spec.requestedModel, drafts: 0)]
        case .answers: return []
        }
    }

    /// What the provider does for a fusion is billed as what it is made of. Where it chooses the
    /// panel itself, there are no models to price.
    private static func fusion(_ spec: ServerFusionSpec) -> [Portion] {
        let outer = spec.requestedModel
        guard !spec.panel.isEmpty else {
            return [Portion(role: .serverFusion, model: outer, drafts: 0)]
        }
        let count = spec.panel.count
        return spec.panel.map { model in
            Portion(
                role: .member, model: model, drafts: 0,
                toolCalls: spec.maxToolCalls ?? WorkAssumptions.usualFusionToolCalls)
        } + [
            Portion(role: .analyst, model: spec.analyst ?? outer, drafts: count),
            Portion(role: .synthesizer, model: outer, drafts: count),
        ]
    }
}

extension [Portion] {
    /// Each once, where it first stands.
    fileprivate var inOrder: [Portion] {
        reduce(into: []) { found, portion in
            if !found.contains(portion) { found.append(portion) }
        }
    }
}

/// What the work of a plan is expected to take.
private struct Expectations {
    private let prices: [String: ModelPrice]
    private let assumptions: WorkAssumptions
    private let work: [CallRecord.Role: [WorkRecord]]

    init(plan: RunPlan, work: [WorkRecord]) {
        prices = plan.setup.prices
        assumptions = WorkAssumptions(plan.setup.suite.research)
        self.work = Dictionary(grouping: work) { Self.kind($0.role) }
    }

    /// A member of a panel does what a solo model does.
    private static func kind(_ role: CallRecord.Role) -> CallRecord.Role {
        role == .member ? .researcher : role
    }

    /// Research with another number of tool calls is another piece of work than what was measured,
    /// and what a fusion of the provider's used is not told: only its outer model's tokens are.
    private func expectation(of portion: Portion) -> WorkExpectation {
        let isMeasured = portion.toolCalls == nil && portion.role != .serverFusion
        return WorkExpectation(
            of: portion.model, from: isMeasured ? work[Self.kind(portion.role)] ?? [] : [],
            else: assumptions.work(
                of: portion.role, by: portion.model, drafts: portion.drafts,
                toolCalls: portion.toolCalls))
    }

    func row(
        _ portion: Portion, times pieces: Int, _ configurationID: String, feePercent: Double
    ) -> RunEstimate.Row {
        RunEstimate.Row(
            configurationID: configurationID, role: portion.role, model: portion.model,
            pieces: pieces, expectation: expectation(of: portion), price: prices[portion.model],
            feePercent: feePercent)
    }

    /// Seconds of an answer: members work side by side, the others in turn.
    func seconds(of unit: RunPlan.Unit) -> EstimatedRange {
        let portions = Portion.all(of: unit).map { portion in
            (portion.role, expectation(of: portion).total(of: 1, \.seconds))
        }
        let members = portions.filter { $0.0 == .member }.map(\.1)
        let others = portions.filter { $0.0 != .member }.map(\.1)
        return others.reduce(members.reduce(.zero, EstimatedRange.max), +)
    }
}
