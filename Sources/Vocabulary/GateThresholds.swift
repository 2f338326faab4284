/// From where on a new judge is not let in, as a file under `rubrics/gates/` says.
///
/// Differences are in points: 100 points are a whole score, or an accuracy of 1.
package struct GateThresholds: Sendable, Equatable {
    package var name: String
    package var version: String
    /// The chance that a judge which is the same as the old one is stopped all the same, by all
    /// rules together; 0…1.
    package var significance: Double
    /// Of the questions that either judge was asked, the share that both must have been; 0…1.
    package var leastMatched: Double
    /// Repeats of each judge below which gold, scores and ranks say nothing.
    package var leastRepeats: Int
    /// Rules that must be applied for the judge to pass.
    package var required: Set<Rule>
    package var gold: Gold
    package var scores: Scores
    package var ranks: Ranks
    package var missing: Missing

    /// What is looked at, in the order of reports.
    package enum Rule: String, Sendable, CaseIterable {
        case gold
        case scores
        case ranks
        case sentinels
        case missing
    }

    package struct Gold: Sendable, Equatable {
        /// A loss that other answers would show as well must leave the lower 95 % limit of the
        /// change at −margin or above.
        package var marginPoints: Double
        /// A loss on these very answers that is beyond the noise of repeats may have this size.
        package var largestLossPoints: Double
        /// Fail wherever the lower limit of balanced accuracy is below −margin. A small gold set
        /// stops a judge that is the same as the old one that way more often than not.
        package var isStrict: Bool

        package init(
            marginPoints: Double = 1, largestLossPoints: Double = 3, isStrict: Bool = false
        ) {
            self.marginPoints = marginPoints
            self.largestLossPoints = largestLossPoints
            self.isStrict = isStrict
        }
    }

    package struct Scores: Sendable, Equatable {
        /// A shift up to this size is let pass, however sure.
        package var leastShiftPoints: Double
        /// With `isStrict`, a shift above this size fails, however unsure.
        package var largestShiftPoints: Double
        /// Fail on single intervals over tasks, and on large shifts that may be noise.
        package var isStrict: Bool

        package init(
            leastShiftPoints: Double = 0.5, largestShiftPoints: Double = 1, isStrict: Bool = false
        ) {
            self.leastShiftPoints = leastShiftPoints
            self.largestShiftPoints = largestShiftPoints
            self.isStrict = isStrict
        }
    }

    package struct Ranks: Sendable, Equatable {
        /// Fail on any swap of two configurations and any lift that turns, also within noise.
        package var isStrict: Bool

        package init(isStrict: Bool = false) { self.isStrict = isStrict }
    }

    package struct Missing: Sendable, Equatable {
        /// By so much the share of verdicts that the judge owes may rise.
        package var largestRisePoints: Double
        /// Fail on a larger rise, also within noise.
        package var isStrict: Bool

        package init(largestRisePoints: Double = 0.5, isStrict: Bool = false) {
            self.largestRisePoints = largestRisePoints
            self.isStrict = isStrict
        }
    }

    package init(
        name: String = "default", version: String = "1", significance: Double = 0.05,
        leastMatched: Double = 0.95, leastRepeats: Int = 3, required: Set<Rule> = [],
        gold: Gold = Gold(), scores: Scores = Scores(), ranks: Ranks = Ranks(),
        missing: Missing = Missing()
    ) {
        self.name = name
        self.version = version
        self.significance = significance
        self.leastMatched = leastMatched
        self.leastRepeats = leastRepeats
        self.required = required
        self.gold = gold
        self.scores = scores
        self.ranks = ranks
        self.missing = missing
    }
}
