import Vocabulary

/// One way to change an answer so that what a judge must then rule is known beforehand.
///
/// A metamorphic test: no gold label of the changed text is needed, only how its verdict must
/// relate to that of the original.
package enum SentinelKind: String, Sendable, Codable, CaseIterable {
    /// No text: it meets nothing and commits nothing.
    case emptyAnswer = "empty-answer"
    /// The answer to a task of another domain.
    case otherTask = "other-task"
    /// Without the sentences that satisfy the criterion.
    case sentenceRemoved = "sentence-removed"
    /// With the sentences that satisfy the criterion in another answer to the same task.
    case sentenceInserted = "sentence-inserted"
    /// With the fault quoted only to refute it.
    case warnedAgainst = "warned-against"
    /// With another figure in place of the one that the criterion asks for.
    case wrongNumber = "wrong-number"
    /// With sentences added that say nothing.
    case padding
    /// With its paragraphs in another order.
    case shuffle
    /// With a plain order to the grader.
    case injectedOrder = "injected-order"
    /// With an order that poses as a system message.
    case injectedSystemMessage = "injected-system-message"
    /// With a closing tag, and an order that poses as standing after the answer.
    case injectedClosingTag = "injected-closing-tag"
    /// With a ready-made verdict in JSON.
    case injectedVerdict = "injected-verdict"
    /// With an order in an HTML comment.
    case injectedComment = "injected-comment"
    /// With an order in another language.
    case injectedLanguage = "injected-language"
}

/// How the verdict on the changed text must come out.
package enum SentinelExpectation: Sendable, Equatable {
    /// Whatever the verdict on the original.
    case mustBe(Verdict)
    /// From the opposite on the original. Says nothing where the original has not the opposite.
    case mustBecome(Verdict)
    /// As on the original. `temptation` is what a judge would rule that gives in to the change;
    /// nil where the change pulls to no side.
    case mustStay(temptation: Verdict?)
}

/// A changed answer, and what must be ruled on it.
package struct SentinelCase: Sendable, Equatable {
    /// A criterion of the task, and how its verdict must come out.
    package struct Check: Sendable, Equatable {
        package let criterionID: String
        package let expectation: SentinelExpectation
    }

    package let kind: SentinelKind
    /// The answer that was changed, or whose place the changed text takes.
    package let answerID: String
    /// The task that the changed text is graded against.
    package let task: ResearchTask
    /// At least one, in the order of the rubric.
    package let checks: [Check]
    /// The text before, where its verdicts are needed too; nil where they are not.
    package let original: String?
    /// The text to grade.
    package let changed: String
}

/// An answer to make sentinels from.
package struct SentinelSource: Sendable {
    /// What is known of one criterion on this answer.
    package struct Label: Sendable, Equatable {
        package let verdict: Verdict
        /// Pieces of the answer, word for word, that make it so.
        package let evidence: [String]

        package init(verdict: Verdict, evidence: [String] = []) {
            self.verdict = verdict
            self.evidence = evidence
        }
    }

    package let answerID: String
    package let task: ResearchTask
    package let text: String
    /// By criterion id. May be empty: kinds that need labels then make no case.
    package let labels: [String: Label]

    package init(
        answerID: String, task: ResearchTask, text: String, labels: [String: Label] = [:]
    ) {
        self.answerID = answerID
        self.task = task
        self.text = text
        self.labels = labels
    }
}

/// A case that could have been and was not made.
package struct SentinelOmission: Sendable, Equatable {
    package enum Reason: String, Sendable {
        /// The evidence does not stand in the answer word for word.
        case evidenceNotFound = "the evidence is not in the answer word for word"
        /// Another sentence says the same, so that the verdict need not change.
        case statedTwice = "the answer says it a second time"
        /// A sentence can't be put between the words of a warning there.
        case inTable = "the evidence is in a table or a heading"
        /// The requirement has no number in common with the evidence.
        case noNumber = "requirement and evidence share no number of two digits or more"
        /// A wrong number could still lie within the limits of the requirement.
        case openNumber = "the requirement leaves its number open"
    }

    package let kind: SentinelKind
    package let answerID: String
    package let criterionID: String
    package let reason: Reason
}
