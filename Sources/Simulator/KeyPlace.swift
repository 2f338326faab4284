/// How somebody who reads an answer key has come by it.
package enum KeyPlace: String, Sendable, CaseIterable {
    /// On a host that exclusion lists name.
    case listed
    /// On a host that none names; only the text gives it away.
    case mirror
    /// At an archive, whose address has the listed one in it.
    case archive
    /// On a listed host, after redirects from hosts that no list names.
    case redirect
}
