import Statistics
import Vocabulary

/// A statement about configurations, with what each judge makes of it.
package struct JudgedClaim: Sendable, Equatable {
    package let kind: Kind
    /// In the order of the judges; nil: the judge has no figure.
    package let findings: [Finding?]

    package init(kind: Kind, findings: [Finding?]) {
        self.kind = kind
        self.findings = findings
    }

    package enum Kind: Sendable, Equatable {
        /// The first scores higher than the second; ids. Put the way round in which the first judge
        /// who shows anything does, or else in which the first figure is above 0.
        case ahead(String, String)
        /// The fusion of that id beats every member.
        case lift(String)
    }

    /// What a judge's scores say.
    package struct Finding: Sendable, Equatable {
        /// a − b, or the naive lift, 0…1 units.
        package let difference: Double
        package let decision: Decision

        package init(difference: Double, decision: Decision) {
            self.difference = difference
            self.decision = decision
        }
    }

    package enum Decision: String, Sendable {
        /// Shown, as the ranks or the lift of that judge decide.
        case holds
        case notShown = "not_shown"
        /// The opposite is shown: b is ahead of a, or the fusion is behind a member.
        case reversed
    }

    package enum Standing: String, Sendable, CaseIterable {
        /// Every judge shows it, or every judge shows the opposite.
        case underAll = "under_all"
        /// Some judges show it, and no one the opposite.
        case underSome = "under_some"
        /// One judge shows it and another the opposite.
        case reverses
        /// No judge shows it or the opposite.
        case underNone = "under_none"
    }

    package var standing: Standing {
        let decisions = findings.map { $0?.decision }
        let holds = decisions.contains(.holds)
        let isReversed = decisions.contains(.reversed)
        if holds && isReversed { return .reverses }
        if !holds && !isReversed { return .underNone }
        let isShared =
            decisions.allSatisfy { $0 == .holds } || decisions.allSatisfy { $0 == .reversed }
        return isShared ? .underAll : .underSome
    }

    /// Whether two judges put the difference on different sides of 0, shown or not.
    package var changesSign: Bool {
        let differences = findings.compactMap { $0.map { Averages.comparable($0.difference) } }
        return differences.contains { $0 > 0 } && differences.contains { $0 < 0 }
    }

    private var isBackwards: Bool {
        let findings = findings.compactMap { $0 }
        if let shown = findings.first(where: { $0.decision != .notShown }) {
            return shown.decision == .reversed
        }
        return (findings.first?.difference ?? 0) < 0
    }

    /// Of the pairs in suite order, then of the lifts, where some judge has a figure.
    static func all(
        of judges: [SeveralJudges.JudgeView], configurations: [ConfigurationSummary]
    ) -> [JudgedClaim] {
        let ids = configurations.map(\.id)
        let pairs = ids.indices.flatMap { first in
            ids.indices.dropFirst(first + 1).map { second in
                let claim = JudgedClaim(
                    kind: .ahead(ids[first], ids[second]),
                    findings: judges.map { $0.standings.finding(ids[first], over: ids[second]) })
                return claim.isBackwards
                    ? JudgedClaim(
                        kind: .ahead(ids[second], ids[first]),
                        findings: claim.findings.map { $0?.turned })
                    : claim
            }
        }
        let lifts = configurations.filter(\.isFusion).map { fusion in
            JudgedClaim(
                kind: .lift(fusion.id),
                findings: judges.map { judge in
                    judge.standings.lifts.first { $0.fusion.id == fusion.id }?.finding
                })
        }
        return (pairs + lifts).filter { $0.findings.contains { $0 != nil } }
    }
}

extension JudgedClaim.Finding {
    /// The same of b and a.
    fileprivate var turned: JudgedClaim.Finding {
        let decision: JudgedClaim.Decision =
            switch self.decision {
            case .holds: .reversed
            case .notShown: .notShown
            case .reversed: .holds
            }
        return JudgedClaim.Finding(difference: -difference, decision: decision)
    }
}

extension Standings {
    /// Whether one configuration is ahead of another as the ranks have it.
    fileprivate func finding(_ a: String, over b: String) -> JudgedClaim.Finding? {
        for pair in pairs {
            let ids = (pair.comparison.a.id, pair.comparison.b.id)
            guard ids == (a, b) || ids == (b, a),
                let mean = pair.comparison.intentionToTreat?.mean
            else { continue }
            let difference = ids == (a, b) ? mean : -mean
            let isShown = pair.adjustedP.map { $0 < PairComparison.significance } ?? false
            return JudgedClaim.Finding(
                difference: difference,
                decision: !isShown ? .notShown : difference > 0 ? .holds : .reversed)
        }
        return nil
    }
}

extension FusionLift {
    /// Behind a member where the upper limit of the lift is below 0.
    fileprivate var finding: JudgedClaim.Finding {
        let isBehind = estimate.upperLimit().map { $0 < 0 } ?? false
        return JudgedClaim.Finding(
            difference: estimate.naive,
            decision: isClaimed == true ? .holds : isBehind ? .reversed : .notShown)
    }
}
