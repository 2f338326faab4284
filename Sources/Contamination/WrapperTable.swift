import Vocabulary

/// Services that show another page, ready to be asked.
struct WrapperTable: Sendable {
    let parameters: Set<[UInt8]>
    private let readers: HostTable<[UInt8]>
    private let labelHosts: [[UInt8]]

    init(_ wrappers: ExclusionListSpec.Wrappers) {
        parameters = Set(wrappers.parameters.map { Array($0.utf8) })
        readers = HostTable(
            wrappers.readers.map { reader in
                let parts = HostPath(reader)
                return (parts.host, parts.path)
            })
        labelHosts = wrappers.labelHosts.map { Array(".\($0)".utf8) }
    }

    /// Whether any path or parameter of the address may be one as well.
    func isReader(_ url: CanonicalURL) -> Bool {
        readers.contains(for: url.host) { path in url.paths.contains { $0.isAtOrBelow(path) } }
    }

    /// The host that a translator or page accelerator wrote as a label of its own.
    func translatedHost(_ url: CanonicalURL) -> [UInt8]? {
        guard let service = labelHosts.first(where: { url.host.ends(with: $0) }) else {
            return nil
        }
        let label = url.host.dropLast(service.count)
        var host: [UInt8] = []
        var index = label.startIndex
        let hyphen = UInt8(ascii: "-")
        while index < label.endIndex {
            let isPair = label[index...].starts(with: "--".utf8)
            host.append(isPair || label[index] != hyphen ? label[index] : UInt8(ascii: "."))
            index += isPair ? 2 : 1
        }
        return host
    }
}
