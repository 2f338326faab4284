import JSONText

/// A door of the simulated provider: the interface that is spoken there, and whose manners it has.
struct Interface: Sendable, Equatable {
    let language: Language
    let service: Service

    enum Language: Sendable {
        case chat
        case responses
        /// Anthropic's.
        case messages
    }

    enum Service: Sendable {
        /// Under `/api/v1`: bills in dollars, its own errors, comments in streams.
        case openRouter
        /// Under `/v1`: as OpenAI and Anthropic themselves have their interfaces.
        case native
    }

    static let openRouterChat = Interface(language: .chat, service: .openRouter)

    init(language: Language, service: Service) {
        self.language = language
        self.service = service
    }

    /// Nil for a path that is none of them.
    init?(path: String) {
        switch path {
        case "/api/v1/chat/completions": self.init(language: .chat, service: .openRouter)
        case "/api/v1/responses": self.init(language: .responses, service: .openRouter)
        case "/api/v1/messages": self.init(language: .messages, service: .openRouter)
        case "/v1/chat/completions": self.init(language: .chat, service: .native)
        case "/v1/responses": self.init(language: .responses, service: .native)
        case "/v1/messages": self.init(language: .messages, service: .native)
        default: return nil
        }
    }

    /// Reads a request.
    func turn(_ request: JSONValue) throws(ChatTurnError) -> ChatTurn {
        switch language {
        case .chat: try ChatTurn(request)
        case .responses: try ChatTurn(responses: request)
        case .messages: try ChatTurn(messages: request)
        }
    }

    /// What a completion is called.
    func id(_ mark: String) -> String {
        switch (service, language) {
        case (.openRouter, _): "gen-sim-\(mark)"
        case (.native, .chat): "chatcmpl-sim-\(mark)"
        case (.native, .responses): "resp_sim_\(mark)"
        case (.native, .messages): "msg_sim_\(mark)"
        }
    }

    /// A whole reply.
    func json(_ reply: BilledReply) -> JSONValue {
        switch language {
        case .chat: ChatReplyWriter(reply, service).json
        case .responses: ResponsesReplyWriter(reply, service).json
        case .messages: MessagesReplyWriter(reply, service).json
        }
    }

    /// The reply as a stream.
    ///
    /// - Parameter includesUsage: whether the request asked for it.
    func stream(_ reply: BilledReply, includesUsage: Bool) -> EventStream {
        switch language {
        case .chat:
            ChatReplyWriter(reply, service)
                .stream(includesUsage: includesUsage || service == .openRouter)
        case .responses: ResponsesReplyWriter(reply, service).stream
        case .messages: MessagesReplyWriter(reply, service).stream
        }
    }
}
