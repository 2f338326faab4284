import Vocabulary

/// The rules of a list, ready to be asked of one address at a time.
struct ExclusionMatcher: Sendable {
    /// A rule that holds, as results name it.
    struct Hit: Sendable {
        let rule: String
        let tier: ExclusionTier
    }

    private let hosts: HostTable<Hit>
    private let repositories: HostTable<PathRule>
    private let paths: HostTable<PathRule>
    private let markers: MarkerTable
    private let shorteners: HostTable<Hit>
    private let allowed: HostTable<[UInt8]>

    init(_ spec: ExclusionListSpec) {
        hosts = HostTable(
            spec.entries.flatMap { entry in
                entry.hosts.map { (Array($0.utf8), Hit(rule: "host:\($0)", tier: entry.tier)) }
            })
        shorteners = HostTable(
            spec.entries.flatMap { entry in
                entry.shorteners.map {
                    (Array($0.utf8), Hit(rule: "unresolved-shortener", tier: entry.tier))
                }
            })
        paths = HostTable(spec.entries.flatMap(Self.pathRules))
        repositories = HostTable(
            spec.entries.flatMap { entry in
                entry.repositories.flatMap { repository in
                    spec.repositoryHosts.map { host in
                        let place = HostPath(host)
                        let rule = PathRule(repository, below: place.path, tier: entry.tier)
                        return (place.host, rule)
                    }
                }
            })
        markers = MarkerTable(
            spec.entries.flatMap { entry in
                entry.urlMarkers.map {
                    (Array($0.utf8), Hit(rule: "marker:\(entry.id)", tier: entry.tier))
                }
            })
        allowed = HostTable(spec.allowed.map { (HostPath($0).host, HostPath($0).path) })
    }

    private static func pathRules(_ entry: ExclusionListSpec.Entry) -> [(
        host: [UInt8], value: PathRule
    )] {
        let hit = Hit(rule: "path:\(entry.id)", tier: entry.tier)
        return entry.paths.map { (HostPath($0).host, PathRule(.below(HostPath($0).path), hit)) }
            + entry.patterns.map {
                (HostPath($0).host, PathRule(.pattern(HostPath($0).path), hit))
            }
    }

    /// The first rule that an address falls under, what stands inside it aside.
    func hit(_ url: CanonicalURL) -> Hit? {
        guard let hit = hitWithoutExceptions(url) else { return nil }
        let isAllowed = url.paths.allSatisfy { path in
            allowed.contains(for: url.host) { path.isAtOrBelow($0) }
        }
        return isAllowed ? nil : hit
    }

    private func hitWithoutExceptions(_ url: CanonicalURL) -> Hit? {
        if let hit = hosts.first(for: url.host, where: { _ in true }) { return hit }
        for rules in [repositories, paths] {
            if let rule = rules.first(for: url.host, where: { $0.matches(url) }) { return rule.hit }
        }
        return markers.first(in: url) ?? shorteners.first(for: url.host) { _ in true }
    }
}
