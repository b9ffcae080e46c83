package measure

// Current is the model in use.
var Current = Model{
	OverheadMS: 0.05,
	WarmupMS:   3.3,
	WarmupRate: 3,
	Weights: Counts{
		2, 0.5, 0.7, 1.5, 1.5, 2.5, 4, 12, 3, 12, 15, 4, 120,
		6, 6, 1.5, 1, 15, 3, 20, 30, 1, 6, 4, 8, 1,
		250,
	},
}
