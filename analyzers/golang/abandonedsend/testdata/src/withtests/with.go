package withtests

func answer() int { return 42 }
