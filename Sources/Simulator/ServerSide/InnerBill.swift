import JSONText
import Vocabulary

/// What completions cost that a client never sees, at four characters a token, as the provider
/// bills those that it does see.
struct InnerBill {
    private(set) var cost = USD.zero
    /// Characters of all prompts.
    private(set) var promptLength = 0

    mutating func add(promptLength length: Int, replyLength: Int, at price: ModelPrice) {
        promptLength += length
        cost += price.cost(
            of: TokenUsage(
                uncachedInput: length / PromptCache.bytesPerToken + 8,
                output: replyLength / PromptCache.bytesPerToken + 4))
    }
}

extension ChatReply {
    /// Characters that are billed.
    var length: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .refusal: 0
        case .toolCalls(let calls): calls.reduce(0) { $0 + $1.arguments.text.utf8.count }
        }
    }
}
