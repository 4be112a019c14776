// Package driver runs standard analyzers over packages, in this process, and
// does no more work than the analyzers ask for.
//
// One call of the go command tells which packages there are. A package that the
// patterns name is parsed and type-checked from source, against the types of what it
// imports. Of dependencies the go command has export data, compiled once and for all.
// To compile packages under development after each change takes ten times as long: of
// those that the run analyses the types are taken as they were checked, and of the
// others export data are made from their declarations, and kept.
//
// Facts are lazy. An analyzer that imports a fact of an object in another
// package makes the driver look for that package's facts: in the cache, or else
// by analysing that one package from its source, once, with the analyzers that
// have facts. Packages whose functions nobody asks about cost nothing, and the
// standard library, which has no facts here, never does. An analyzer whose result
// has a method ExportFacts is told by a call of it that another package imports the
// one analysed, and which names can be asked about; without one it need not work its
// facts out. Two consequences:
// AllObjectFacts and AllPackageFacts return what the package itself exported
// and no more, and an analyzer that asks for a fact of every callee (as
// ctrlflow does) makes laziness worthless.
//
// Facts cross packages as an object path and a gob, never as an object: the same
// function may be one object in the package checked from source and another in the
// export data of each view.
//
// A view is what import paths mean to a package. There is one for the packages
// as they are built, and one for each test binary in which some package is
// replaced by its test variant, "p [p.test]". Views share the types of all
// packages that are the same in them.
//
// With a cache directory, what a package yielded is kept under a key made of all
// that it depends on: the tool, the options, the build context, the governing
// config, its files and the keys of its imports. A package with problems, or one
// that used facts of such a package, is not kept.
package driver
