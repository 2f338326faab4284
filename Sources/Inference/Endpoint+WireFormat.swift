import Vocabulary

extension Endpoint {
    /// The format of its interface.
    var format: any WireFormat {
        switch api {
        case .chat: ChatCompletions(dialect: dialect)
        case .responses: ResponsesFormat(dialect: dialect)
        case .messages: MessagesFormat(dialect: dialect)
        }
    }
}
