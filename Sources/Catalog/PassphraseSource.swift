import Sealing

/// Where the passphrase of a sealed dataset comes from.
package struct PassphraseSource: Sendable {
    private let ask: @Sendable (_ file: String) throws(CatalogError) -> SecretBytes

    /// - Parameter ask: the passphrase of a sealed file.
    package init(ask: @escaping @Sendable (_ file: String) throws(CatalogError) -> SecretBytes) {
        self.ask = ask
    }

    func passphrase(of file: String) throws(CatalogError) -> SecretBytes { try ask(file) }

    /// For where nobody can be asked.
    package static let none = PassphraseSource { file throws(CatalogError) in
        throw CatalogError(
            file: file, reason: "the dataset is sealed; give the passphrase that opens it")
    }
}
