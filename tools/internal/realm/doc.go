// Package realm assembles realms from shards (RFC-0089) and checks how they
// fit together: what each shard contributed, what was said twice, which routes
// between a realm and the realm above it lead nowhere.
//
// Its unit is the Fact, a clause of a manifest multiplied out: one capability
// from one source to one target. Facts make two realms comparable and let every
// finding name the shards it is about.
package realm
