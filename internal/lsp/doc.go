// Package lsp is tether's language server: LSP 3.17 over a pair of streams.
//
// It knows documents, positions, requests and when to analyse; how a root is
// analysed is handed to it ([Options.Open]), so that an editor is told what the
// command line says of the same text.
//
// One goroutine reads messages and applies what changes the server's state, in the
// order in which it comes. Requests are answered on goroutines of their own, each
// with a context that $/cancelRequest ends. Each root, a module or a workspace of
// modules, has a goroutine of its own: it waits for a pause in typing, analyses,
// and publishes. An edit ends an analysis that is under way, since its answer would
// be about text that has been replaced.
//
// A package that does not compile, as while something is typed, keeps the findings
// that it had, moved with the text around them; what was edited loses its own.
// Fixes are offered only for the text that was analysed.
//
// There is no state outside of a Server: a program may run several.
package lsp
