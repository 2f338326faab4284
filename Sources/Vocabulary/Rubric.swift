import Digests

/// A task's weighted checks, in the order of the file.
package struct Rubric: Sendable, Equatable {
    /// The rubric's own name in its file.
    package let id: String
    /// All criteria, axis by axis. At least one has a positive weight.
    package let criteria: [Criterion]

    package init(id: String, criteria: [Criterion]) {
        self.id = id
        self.criteria = criteria
    }

    /// The denominator of every score: the sum of the positive weights.
    package var positiveWeight: Int {
        criteria.reduce(0) { $0 + max(0, $1.weight) }
    }
}

/// One check that is either MET or UNMET by an answer.
package struct Criterion: Sendable, Equatable {
    /// Unique inside its task, not across tasks.
    package let id: String
    package let axis: Axis
    /// Never 0. The sign is the polarity.
    package let weight: Int
    /// What must be (or, with a negative weight, must not be) in the answer.
    package let requirement: String
    /// Identifies what the judge is asked: id, polarity and requirement, but not the weight, which
    /// the judge never sees. A verdict stays valid for as long as this stays the same.
    package let key: String

    package init(id: String, axis: Axis, weight: Int, requirement: String) {
        self.id = id
        self.axis = axis
        self.weight = weight
        self.requirement = requirement
        let polarity: Polarity = weight < 0 ? .negative : .positive
        key = String(SHA256.hex(fields: [id, polarity.rawValue, requirement]).prefix(16))
    }

    package var polarity: Polarity { weight < 0 ? .negative : .positive }
}

/// The sign of a criterion's weight. MET on a negative criterion means that the error is present.
package enum Polarity: String, Sendable, Codable, CaseIterable {
    case positive
    case negative
}

/// The four axes of a DRACO rubric, in the order of its files.
package enum Axis: String, Sendable, Codable, CaseIterable {
    case factualAccuracy = "factual-accuracy"
    case breadthAndDepth = "breadth-and-depth-of-analysis"
    case presentationQuality = "presentation-quality"
    case citationQuality = "citation-quality"

    /// The title that DRACO's files give the section.
    package var title: String {
        switch self {
        case .factualAccuracy: "Factual Accuracy"
        case .breadthAndDepth: "Breadth and Depth of Analysis"
        case .presentationQuality: "Presentation Quality"
        case .citationQuality: "Citation Quality"
        }
    }

    /// The word for a table's head.
    package var shortTitle: String {
        switch self {
        case .factualAccuracy: "Factual"
        case .breadthAndDepth: "Breadth"
        case .presentationQuality: "Presentation"
        case .citationQuality: "Citation"
        }
    }
}

/// A judge's ruling on one criterion in one pass. A ruling that could not be had is absent, never
/// `unmet`.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    case met = "MET"
    case unmet = "UNMET"
}
