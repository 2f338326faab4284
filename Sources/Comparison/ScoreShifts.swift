import Statistics
import Vocabulary

/// What two judges make of the same answers of configurations: scores, their order, and lifts.
///
/// A score is the product's: per pass clamp(Σ w·m ÷ P, 0, 1), a pass with a missing verdict has
/// none, then the mean over passes, answers of a task and tasks. All figures are over the tasks that
/// every configuration has scores for by both judges. In 0…1 units, new − old.
package struct ScoreShifts: Sendable {
    /// Best first by the old judge.
    package let configurations: [Shift]
    /// Of the mean over the configurations.
    package let overall: Shift
    /// Ids of configurations, best first.
    package let oldOrder: [String]
    package let newOrder: [String]
    /// Pairs that the judges put in opposite order.
    package let swaps: [Swap]
    package let lifts: [Lift]
    /// In order of their ids.
    package let tasks: [String]
    /// Tasks that some configuration has no score for.
    package let droppedTasks: [String]
    /// Configurations without a score by both judges.
    package let unscored: [String]
    /// Answers that count.
    package let answers: Int

    /// The change of one mean score.
    package struct Shift: Sendable {
        /// Nil for the mean over all.
        package let configurationID: String?
        package let old: Double
        package let new: Double
        /// Over the tasks, which are taken as a sample of such tasks.
        package let difference: PairedDifference
        /// On these very answers, by splitting their repeats otherwise: of the mean over all by
        /// itself, of a configuration adjusted over all of these and their pairs. Nil where no
        /// repeats part.
        package let pValue: Double?

        package var shift: Double { new - old }
    }

    /// Two configurations of which the old judge put the first ahead, and the new one the second.
    package struct Swap: Sendable {
        package let first: String
        package let second: String
        /// Scores of the first − those of the second.
        package let old: Double
        package let new: Double
        /// Of the differences of differences, over the tasks.
        package let difference: PairedDifference
        /// As of a configuration's shift.
        package let pValue: Double?
    }

    /// A fusion over the best of its members.
    package struct Lift: Sendable {
        package let fusionID: String
        package let oldBest: String
        package let newBest: String
        package let old: Double
        package let new: Double
        /// The least p of a swap of the fusion with a member; nil where the lift keeps its sign.
        package let pOfReversal: Double?

        /// Whether the fusion was ahead of every member and now trails one, or the reverse.
        package var isReversed: Bool {
            let (before, after) = (Averages.comparable(old), Averages.comparable(new))
            return (before > 0 && after < 0) || (before < 0 && after > 0)
        }
    }

    init?(
        _ match: QuestionMatch, fusions: [String: [String]], precision: JudgeDifference.Precision
    ) {
        let answers = match.answers.compactMap {
            ScoredAnswer($0, without: match.incompleteAnswers)
        }
        let asked = Set(match.answers.joined().compactMap(\.new.configurationID)).sorted()
        let byRow = Dictionary(grouping: answers, by: \.configurationID)
        let ids = asked.filter { byRow[$0] != nil }
        let tasksByRow = ids.map { Set((byRow[$0] ?? []).map(\.taskID)) }
        let every = tasksByRow.reduce(into: Set<String>()) { $0.formUnion($1) }
        tasks = every.filter { task in tasksByRow.allSatisfy { $0.contains(task) } }.sorted()
        guard !tasks.isEmpty else { return nil }
        droppedTasks = every.subtracting(tasks).sorted()
        unscored = asked.filter { byRow[$0] == nil }
        let table = ScoreTable(ids: ids, tasks: tasks, answers: answers)
        self.answers = table.answers.count
        let places = ids.indices.flatMap { first in
            ids.indices.dropFirst(first + 1).map { (first, $0) }
        }
        let p = table.pValues(places, precision: precision)
        let shifts = ids.indices.compactMap { place in
            Shift(ids[place], table.old[place], table.new[place], p.adjusted[place])
        }
        guard let overall = Shift(nil, table.meanOld, table.meanNew, p.overall)
        else { return nil }
        self.overall = overall
        configurations = Self.ordered(shifts, by: \.old)
        oldOrder = configurations.compactMap(\.configurationID)
        newOrder = Self.ordered(shifts, by: \.new).compactMap(\.configurationID)
        let pairs = zip(places, p.adjusted.dropFirst(ids.count)).compactMap { pair, p in
            table.swap(pair.0, pair.1, p)
        }
        swaps = pairs.filter(\.isOpposite)
        lifts = fusions.sorted { $0.key < $1.key }.compactMap { fusion, members in
            Lift(fusion, over: members, shifts: shifts, swaps: pairs)
        }
    }

    private static func ordered(_ shifts: [Shift], by score: KeyPath<Shift, Double>) -> [Shift] {
        shifts.enumerated().sorted { a, b in
            let first = Averages.comparable(a.element[keyPath: score])
            let second = Averages.comparable(b.element[keyPath: score])
            return first != second ? first > second : a.offset < b.offset
        }.map(\.element)
    }
}

extension ScoreShifts.Shift {
    fileprivate init?(_ id: String?, _ old: [Double], _ new: [Double], _ p: Double?) {
        guard let before = Averages.mean(old), let after = Averages.mean(new),
            let difference = PairedDifference(new, old)
        else { return nil }
        self.init(
            configurationID: id, old: before, new: after, difference: difference, pValue: p)
    }
}

extension ScoreShifts.Swap {
    fileprivate var isOpposite: Bool {
        Averages.comparable(old) > 0 && Averages.comparable(new) < 0
    }
}

extension ScoreShifts.Lift {
    /// Nil for a fusion or members without scores.
    fileprivate init?(
        _ fusion: String, over members: [String], shifts: [ScoreShifts.Shift],
        swaps: [ScoreShifts.Swap]
    ) {
        let own = shifts.filter { members.contains($0.configurationID ?? "") }
        guard let fused = shifts.first(where: { $0.configurationID == fusion }),
            let oldBest = own.max(by: { $0.old < $1.old }),
            let newBest = own.max(by: { $0.new < $1.new }),
            let oldID = oldBest.configurationID, let newID = newBest.configurationID
        else { return nil }
        fusionID = fusion
        (self.oldBest, self.newBest) = (oldID, newID)
        (old, new) = (fused.old - oldBest.old, fused.new - newBest.new)
        let turned = swaps.filter { swap in
            swap.isOpposite
                && ((swap.first == fusion && members.contains(swap.second))
                    || (swap.second == fusion && members.contains(swap.first)))
        }
        pOfReversal = turned.compactMap(\.pValue).min()
    }
}

extension ScoreTable {
    /// The pair with the one that the old judge put ahead first.
    fileprivate func swap(_ a: Int, _ b: Int, _ p: Double?) -> ScoreShifts.Swap? {
        let oldGap = zip(old[a], old[b]).map { $0 - $1 }
        let (first, second) = (Averages.sum(oldGap) < 0) ? (b, a) : (a, b)
        let before = zip(old[first], old[second]).map { $0 - $1 }
        let after = zip(new[first], new[second]).map { $0 - $1 }
        guard let oldMean = Averages.mean(before), let newMean = Averages.mean(after),
            let difference = PairedDifference(after, before)
        else { return nil }
        return ScoreShifts.Swap(
            first: ids[first], second: ids[second], old: oldMean, new: newMean,
            difference: difference, pValue: p)
    }
}
