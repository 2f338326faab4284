import Vocabulary

/// Reads where models are reached, from a suite.
package enum EndpointReader {
    /// The endpoint of a suite that names none.
    package static let openRouter = EndpointSpec(
        baseURL: "https://openrouter.ai/api/v1", apiKeyVariable: "OPENROUTER_API_KEY",
        dialect: .openrouter)

    static func endpoint(_ value: YAMLValue) throws(CatalogError) -> EndpointSpec {
        let section = try value.mapping()
        try section.allow(
            only: ["base_url", "api_key_env", "dialect", "api", "stream", "fee_percent"]
                + RateLimits.keys)
        let dialect = try section["dialect"]?.word(EndpointSpec.Dialect.self)
        // Without a word on the dialect no service is meant, and an address must say where it is.
        let usual = dialect?.usualAddress
        let baseURL = try section["base_url"].map(address)
        guard let baseURL = baseURL ?? usual?.baseURL else {
            throw section.fault(
                dialect == nil
                    ? "'base_url' is missing; add it, or the 'dialect' of a service that has one"
                    : "'base_url' is missing; add where your server is, such as http://127.0.0.1:8000/v1"
            )
        }
        let usualKey = baseURL == usual?.baseURL ? usual?.apiKeyVariable : nil
        return EndpointSpec(
            baseURL: baseURL,
            apiKeyVariable: try section["api_key_env"].map(variable) ?? usualKey,
            dialect: dialect ?? .openai,
            feePercent: try section["fee_percent"]?.number(in: 0...100) ?? 0,
            rates: try RateLimits(of: section),
            api: try section["api"].map { value throws(CatalogError) in
                try api(value, of: dialect ?? .openai)
            },
            streams: try section["stream"]?.word(Switch.self) != .off)
    }

    /// Anthropic's dialect is that of its Messages, and no other has them.
    private static func api(
        _ value: YAMLValue, of dialect: EndpointSpec.Dialect
    ) throws(CatalogError) -> EndpointSpec.API {
        let api = try value.word(EndpointSpec.API.self)
        guard (dialect == .anthropic) == (api == .messages) else {
            throw value.fault(
                """
                the dialect \(dialect.rawValue) has no '\(api.rawValue)'; use 'messages' with the \
                dialect anthropic, and chat or responses with any other
                """)
        }
        return api
    }

    private enum Switch: String, CaseIterable {
        case on = "true"
        case off = "false"
    }

    /// An address to which paths can be added, without the slash at its end.
    static func address(_ value: YAMLValue) throws(CatalogError) -> String {
        var url = try value.string()[...]
        while url.last == "/" { url.removeLast() }
        let schemes = ["https://", "http://"].filter(url.hasPrefix)
        guard let scheme = schemes.first, url.dropFirst(scheme.count).first != "/" else {
            throw value.fault(
                "'base_url' must start with https:// or http:// and name a host; correct it")
        }
        let rest = url.dropFirst(scheme.count)
        // Not quoted in the sentence, since what stands before the @ may be a password.
        guard !rest.prefix(while: { $0 != "/" }).contains("@") else {
            throw value.fault(
                "keys don't belong in a suite; take what stands before the @ out of 'base_url'")
        }
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"?#\"<>\\".utf8.contains($0) })
        else {
            throw value.fault(
                "'base_url' must have no spaces, '?' and '#', as paths are added to it; correct it")
        }
        return String(url)
    }

    /// The name of an environment variable. What is given is never quoted: people paste the key.
    static func variable(_ value: YAMLValue) throws(CatalogError) -> String {
        let name = try value.string()
        guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw value.fault(
                """
                'api_key_env' must be the name of an environment variable, such as \
                OPENROUTER_API_KEY; export the key under that name and put the name here
                """)
        }
        return name
    }
}
