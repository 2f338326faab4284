extension CanonicalURL {
    /// Addresses that stand inside this one: in the path of an archive, in the query of a proxy.
    /// Not all of them need be readable.
    ///
    /// - Parameter limit: of those with a scheme; what has more is no address anyone means.
    func innerAddresses(upTo limit: Int) -> [String] {
        withScheme(limit) + asParameters + translated + afterReader
    }

    private var tail: Substring { decoded.dropFirst(host.count) }
    private var path: Substring { tail.prefix { $0 != "?" && $0 != "#" } }

    private func withScheme(_ limit: Int) -> [String] {
        ["https:/", "http:/"].flatMap { scheme in
            tail.ranges(of: scheme).prefix(limit).flatMap { range -> [String] in
                let rest = "https://" + tail[range.upperBound...].drop { $0 == "/" }
                // An ampersand may end it or belong to it.
                return [rest, String(rest.prefix { !"&\"'<> ".contains($0) })]
            }
        }
    }

    /// Values of the parameters in which proxies, redirects and caches take an address. Others
    /// often name the site a reader came from, which is no harm.
    private var asParameters: [String] {
        tail.split { "?&;#".contains($0) }.flatMap { parameter -> [String] in
            guard let equals = parameter.firstIndex(of: "="),
                Self.addressParameters.contains(String(parameter[..<equals]))
            else { return [] }
            let value = parameter[parameter.index(after: equals)...]
            guard value.hasPrefix("cache:") else { return [String(value)] }
            // "cache:address" and "cache:id:address" are both in use.
            let cached = value.dropFirst("cache:".count)
            return [String(cached), String(cached.drop { $0 != ":" }.dropFirst())]
        }.filter { $0.contains(".") }
    }

    /// Translators and page accelerators write a host as one label: dots as `-`, hyphens as `--`.
    private var translated: [String] {
        [".translate.goog", ".cdn.ampproject.org"].filter { host.hasSuffix($0) }.map { service in
            let label = host.dropLast(service.count)
            let plain = label.replacing("--", with: "\u{0}").replacing("-", with: ".")
                .replacing("\u{0}", with: "-")
            return "https://" + plain + (path)
        }
    }

    /// Reader proxies and archives take an address without a scheme as well. Asked of these only:
    /// elsewhere `/huggingface.co/post` is just a path.
    private var afterReader: [String] {
        guard Self.readers.contains(where: isOn) else { return [] }
        let segments = path.split(separator: "/")
        return segments.indices.filter { segments[$0].contains(".") }.map { index in
            "https://" + segments[index...].joined(separator: "/")
        }
    }

    private static let addressParameters: Set = [
        "url", "u", "q", "uddg", "target", "dest", "redirect", "uri", "link", "goto",
    ]

    /// Services that show another page, whose address is the rest of theirs.
    private static let readers = [
        "r.jina.ai", "12ft.io", "web.archive.org", "archive.org", "archive.ph", "archive.today",
        "archive.is", "archive.li", "archive.vn", "archive.fo", "archive.md", "cdn.ampproject.org",
    ]
}
