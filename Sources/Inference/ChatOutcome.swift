import JSONText
import Vocabulary

/// What came of one request, with a record of every attempt it took.
package struct ChatExchange: Sendable {
    package let outcome: ChatOutcome
    /// In the order they were made; empty where none could be.
    package let calls: [CallRecord]

    package init(outcome: ChatOutcome, calls: [CallRecord]) {
        self.outcome = outcome
        self.calls = calls
    }
}

package enum ChatOutcome: Sendable {
    case completion(Completion)
    /// The model or its provider declined; the sentence says who and why.
    case refused(String)
    case failed(ChatFailure)
}

/// What a model wrote.
package struct Completion: Sendable {
    /// May be empty when there are tool calls or the turn is only paused, never otherwise.
    package var text: String
    package var toolCalls: [ToolCall]
    package var finishReason: String?
    /// The model that answered, as the provider names it.
    package var servedModel: String?
    /// Members of the message to send back unchanged; see `ChatMessage.assistant`.
    package var extras: JSONObject
    /// What the provider's own tools did, item by item as it came: entries of `output` on responses,
    /// server tool calls among `reasoning_details` on chat completions.
    package var serverItems: [JSONValue]
    /// Pages that the text cites.
    package var citations: [SourceRecord]

    package init(
        text: String, toolCalls: [ToolCall] = [], finishReason: String? = nil,
        servedModel: String? = nil, extras: JSONObject = JSONObject(),
        serverItems: [JSONValue] = [], citations: [SourceRecord] = []
    ) {
        self.text = text
        self.toolCalls = toolCalls
        self.finishReason = finishReason
        self.servedModel = servedModel
        self.extras = extras
        self.serverItems = serverItems
        self.citations = citations
    }

    /// Whether a cap cut the text off, in the words of various services.
    package var isTruncated: Bool {
        ["length", "max_tokens", "max_output_tokens", "model_context_window_exceeded"]
            .contains(finishReason?.lowercased())
    }

    /// Whether the provider's tools have made the turn too long for one reply. It goes on when the
    /// request is sent again with the turn, extras included, as its last message.
    package var isPaused: Bool { finishReason == "pause_turn" }
}

/// Why no completion could be had, after all retries.
package struct ChatFailure: Error, Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// No answer in the allowed time.
        case timeout
        /// The completion ended without a text.
        case empty
        /// The model's side reported an error, or what it sent can't be read.
        case model
        /// The network, the endpoint or the request is at fault, not the model.
        case infrastructure
        /// No request to this endpoint can succeed: no credit left, the key is not valid, it has
        /// been down for too long, or the run's retries are used up.
        case endpointClosed
        /// The spending cap has no room for it. Asked again once there is.
        case overBudget
    }

    package let kind: Kind
    /// One sentence without any secret.
    package let message: String

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// How a record of it reads.
    package var status: AnswerStatus {
        switch kind {
        case .timeout: .timeout
        case .empty: .empty
        case .model: .modelError
        case .infrastructure, .endpointClosed, .overBudget: .infraError
        }
    }
}
