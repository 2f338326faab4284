import Digests
import Inference
import Vocabulary

/// Rules on criteria as its definition says; by the DRACO paper's, on one at a time, seeing the
/// query, the answer, one requirement and the word positive or negative; never the weight, the
/// axis or a sibling.
///
/// The answer is data. Where it begins and ends is marked by a tag that its text can't know,
/// closing tags inside it are broken, and the verdict is read only from the model's own reply.
package struct Judge: Sendable {
    package let record: JudgeRecord
    package let definition: JudgeDefinition
    let blockNames: [String]
    private let spec: JudgeSpec
    private let system: PromptText
    private let reader: VerdictReader
    private let client: ModelClient
    private let runSeed: UInt64

    /// - Parameter runSeed: passes of one run are independent draws, and so are those of two runs
    ///   with different seeds.
    package init(
        _ spec: JudgeSpec, definition: JudgeDefinition, record: JudgeRecord, client: ModelClient,
        runSeed: UInt64
    ) {
        self.spec = spec
        self.definition = definition
        self.record = record
        self.client = client
        self.runSeed = runSeed
        blockNames = definition.question.blockNames
        reader = VerdictReader(definition)
        system = PromptText(
            [.escaped(EscapedText(definition.system))],
            sharedPieces: definition.question.startsWithAnswer ? 0 : 1)
    }

    /// Whether the questions about one answer start alike, answer included, so that the first one
    /// should be ahead of the others for them to be served from the provider's cache.
    package var sharesPrefix: Bool { definition.question.startsWithAnswer }

    /// Rulings, or the records that none could be had.
    package struct Ruling: Sendable {
        /// One for every criterion, in the order asked. The calls are the first one's.
        package let records: [VerdictRecord]
        /// Why no further request to this endpoint can succeed, when that is so.
        package var closedEndpoint: String?
    }

    /// Asks for verdicts, again when the reply lacks one. A verdict that can't be had after that
    /// is missing; it is never UNMET.
    ///
    /// - Parameter missing: ids of the criteria whose verdicts are not stored yet; nil: all.
    package func rule(
        on criteria: [Criterion], missing: Set<String>? = nil, of answer: GradableAnswer,
        pass: Int, gate: SpendingGate = .unlimited
    ) async throws(CancellationError) -> Ruling {
        let wanted = missing ?? Set(criteria.map(\.id))
        var records = criteria.map { criterion in
            VerdictRecord(
                answerKey: answer.key, criterionID: criterion.id, criterionKey: criterion.key,
                judgeID: record.id, pass: pass, verdict: nil, explanation: "", rawReply: "",
                calls: [])
        }
        for ask in 0..<Self.asks {
            let exchange = try await client.complete(
                request(criteria, answer, pass: pass, ask: ask), role: .judge, gate: gate)
            records[0].calls += exchange.calls
            switch exchange.outcome {
            case .completion(let completion):
                take(completion.text, on: criteria, wanted: wanted, into: &records)
                if records.allSatisfy({ $0.verdict != nil }) { return Ruling(records: records) }
            case .refused(let sentence):
                Self.fail(&records, sentence, .refused)
            case .failed(let failure):
                Self.fail(&records, failure.message, failure.verdictFailure)
                if failure.kind != .empty {
                    return Ruling(
                        records: records,
                        closedEndpoint: failure.kind == .endpointClosed ? failure.message : nil)
                }
            }
        }
        return Ruling(records: records)
    }

    /// Requests for one verdict, counting those whose reply could not be read.
    package static let asks = 3

    private func take(
        _ reply: String, on criteria: [Criterion], wanted: Set<String>,
        into records: inout [VerdictRecord]
    ) {
        let rulings = reader.rulings(in: reply, on: criteria)
        let open = records.indices.filter { records[$0].verdict == nil }
        // A reply to several questions is kept once, with the first that it settles and that is
        // wanted; the explanation is each one's own.
        let holder =
            open.first { wanted.contains(criteria[$0].id) && rulings[criteria[$0].id] != nil }
            ?? open.first { wanted.contains(criteria[$0].id) } ?? open.first
        for place in open {
            if place == holder { records[place].rawReply = reply }
            if let ruling = rulings[criteria[place].id] {
                records[place].verdict = ruling.verdict
                records[place].explanation = ruling.explanation
                records[place].error = nil
                records[place].failure = nil
            } else {
                records[place].error = "The judge's reply has no verdict in the shape asked for."
                records[place].failure = .unreadable
            }
        }
    }

    private static func fail(
        _ records: inout [VerdictRecord], _ sentence: String, _ failure: VerdictRecord.Failure
    ) {
        for place in records.indices where records[place].verdict == nil {
            records[place].error = sentence
            records[place].failure = failure
        }
    }

    private func request(
        _ criteria: [Criterion], _ answer: GradableAnswer, pass: Int, ask: Int
    ) -> ChatRequest {
        let question = JudgeQuestion(
            criteria: criteria, answer: answer, definition: definition, blockNames: blockNames)
        return ChatRequest(
            model: spec.model, messages: [.system(system), .user(question.text)],
            responseSchema: reader.schema, reasoning: spec.reasoning,
            temperature: spec.temperature, maxOutputTokens: spec.maxOutputTokens,
            seed: Self.seed(
                runSeed: runSeed, answerKey: answer.key,
                criterionID: criteria.count == 1
                    ? criteria[0].id : criteria.map(\.id).joined(separator: "\n"),
                pass: pass, ask: ask))
    }

    /// The seed of a request for verdicts.
    package static func seed(
        runSeed: UInt64, answerKey: String, criterionID: String, pass: Int, ask: Int
    ) -> UInt64 {
        SHA256.seed(fields: [String(runSeed), answerKey, criterionID, String(pass), String(ask)])
    }

    /// Twelve hex digits that whoever wrote the answer can't know, since they depend on all of it,
    /// and that are the same in all questions about it, so that these share their beginning.
    func tag(forAnswer text: String, key: String) -> String {
        String(SHA256.hex(fields: ["tag", String(runSeed), record.id, key, text]).prefix(12))
    }
}

extension ChatFailure {
    fileprivate var verdictFailure: VerdictRecord.Failure {
        switch status {
        case .infraError: .infrastructure
        case .timeout: .timeout
        case .empty: .empty
        case .refused: .refused
        case .ok, .truncated, .modelError: .judge
        }
    }
}
