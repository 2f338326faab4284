/// What the names of models in a request stand for.
struct ModelNames: Sendable {
    private let profiles: [String: ModelProfile]
    private let known: [String]

    /// - Parameter profiles: in place of what the names stand for.
    init(_ profiles: [String: ModelProfile]) {
        self.profiles = profiles
        known = Set(profiles.keys).union(ModelProfile.names).sorted()
    }

    func profile(of model: String) -> ModelProfile {
        profiles[model] ?? ModelProfile.named(model)
    }

    /// The model itself. `~author/family-latest` is the last, by name, of that author's models that
    /// have all words of the family in their names.
    ///
    /// - Throws: where there is no such model, or it is a fusion, which none may call inside of one.
    func model(_ name: String) throws(ServerSideError) -> String {
        guard name.hasPrefix("~") else {
            let isInvented = name.hasPrefix("sim/") && !known.contains(name)
            if name.isEmpty || isInvented || FusionSettings.aliases.contains(name) {
                throw Self.invalid(name)
            }
            return name
        }
        let parts = name.dropFirst().split(separator: "/", maxSplits: 1)
        guard parts.count == 2, parts[1].hasSuffix(Self.latest) else { throw Self.invalid(name) }
        let family = Self.words(parts[1].dropLast(Self.latest.count))
        let members = known.filter {
            $0.hasPrefix(parts[0] + "/")
                && family.isSubset(of: Self.words($0.dropFirst(parts[0].count)))
        }
        guard let model = members.last, !family.isEmpty else { throw Self.invalid(name) }
        return model
    }

    private static let latest = "-latest"

    private static func words(_ name: Substring) -> Set<Substring> {
        Set(name.split { !$0.isLetter && !$0.isNumber })
    }

    private static func invalid(_ name: String) -> ServerSideError {
        ServerSideError("\(name) is not a valid model ID")
    }
}
