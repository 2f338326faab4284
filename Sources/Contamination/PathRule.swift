import Vocabulary

/// A place on a host.
struct PathRule: Sendable {
    enum Place {
        case below([UInt8])
        case pattern([UInt8])
        /// A path, what Git adds to it, and every revision.
        case repository([UInt8])
    }

    let place: Place
    let hit: ExclusionMatcher.Hit

    init(_ place: Place, _ hit: ExclusionMatcher.Hit) {
        self.place = place
        self.hit = hit
    }

    /// - Parameter repository: `owner/name` or `owner/name/pattern`.
    init(_ repository: String, below path: [UInt8], tier: ExclusionTier) {
        let parts = repository.split(separator: "/", maxSplits: 2)
        let name = path + Array("/\(parts.prefix(2).joined(separator: "/"))".utf8)
        place =
            parts.count > 2
            ? .pattern(name + Array("*/\(parts[2])".utf8)) : .repository(name)
        hit = ExclusionMatcher.Hit(rule: "repo:\(repository)", tier: tier)
    }

    func matches(_ url: CanonicalURL) -> Bool {
        url.paths.contains { path in
            switch place {
            case .below(let prefix): path.isAtOrBelow(prefix)
            case .pattern(let pattern): path.matches(pattern)
            case .repository(let name):
                path.starts(with: name)
                    && (path.count == name.count || "/@".utf8.contains(path[name.count])
                        || Array(path[name.count...]).isAtOrBelow(Array(".git".utf8)))
            }
        }
    }
}
