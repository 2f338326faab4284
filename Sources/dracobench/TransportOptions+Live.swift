import Transport

extension TransportOptions {
    /// For requests that leave the machine: by the environment's proxies, trusting its certificates.
    ///
    /// - Throws: `CommandFailure` where the environment names a proxy that can't be one.
    static func live() throws -> TransportOptions {
        var options = TransportOptions(userAgent: "dracobench/\(CodeVersion.text)")
        do {
            try options.follow(environment: Environment.variables)
        } catch {
            throw CommandFailure(error.description)
        }
        return options
    }
}
