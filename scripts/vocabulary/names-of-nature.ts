/** Everyday names of animals, plants and the sky; `plain-names.ts` says what the columns are. */
export const NATURE = `
  cow: - | - | - | - | 牛 | 소 | 牛
  sheep: - | - | - | - | - | - | 羊
  ram: - | - | - | - | 雄羊 | - | -
  camel: Kamel | chameau | camello | camelo | - | - | -
  lion: - | lion | - | leão | ライオン | 사자 | -
  unicorn: - | - | - | unicórnio | ユニコーン | 유니콘 | -
  ox: - | - | - | - | 雄牛 | 황소 | -
  rabbit: Kaninchen | - | - | - | - | - | -
  mouse: - | - | - | - | ネズミ | - | -
  rat: - | - | - | - | ドブネズミ | - | -
  chick: Küken | poussin | pollito | pintinho | ひよこ | 병아리 | 小鸡
  snake: - | - | - | - | - | - | -
  bug: Insekt | insecte | - | - | 虫 | 벌레 | 虫子
  panda: - | - | - | panda | パンダ | 판다 | -
  bear: - | - | - | urso | クマ | - | -
  frog: - | - | - | - | カエル | 개구리 | -
  wolf: - | - | - | lobo | オオカミ | 늑대 | -
  fox: - | - | - | raposa | キツネ | 여우 | -
  hedgehog: - | - | - | ouriço | - | - | -
  squirrel: Eichhörnchen | - | - | - | - | 다람쥐 | -
  llama: - | - | - | - | - | - | 羊驼
  dinosaur: Dinosaurier | dinosaure | dinosaurio | dinossauro | 恐竜 | 공룡 | 恐龙
  lobster: - | - | - | - | ロブスター | - | -
  spouting whale: - | baleine qui souffle | - | - | - | - | -
  star: Stern | - | - | estrela | 星 | - | -
  heart: Herz | cœur | corazón | coração | ハート | 하트 | 心
  rose: - | - | - | - | - | 장미 | -
  hibiscus: - | - | hibisco | - | - | - | -
  blossom: Blüte | fleur | - | - | 花 | 꽃 | 花
  maple leaf: - | - | - | - | - | - | -
  pine tree: Tanne | sapin | pino | pinheiro | 松の木 | - | -
  tree: Baum | arbre | árbol | árvore | 木 | - | 树
  mushroom: Pilz | - | - | - | - | - | -
  christmas tree: - | - | - | - | - | - | -
  seedling: Keimling | - | - | - | - | - | -
  clover: Klee | trèfle | trébol | trevo | クローバー | 클로버 | -
  beetle: - | - | - | - | 甲虫 | - | -
  bison: - | - | - | - | - | - | 野牛
  cricket: - | grillon | - | - | コオロギ | - | -
  dove: - | - | - | pomba | - | - | 鸽子
  goose: - | - | ganso | - | - | - | -
  hamster: - | - | - | hamster | ハムスター | 햄스터 | -
  lizard: - | - | - | lagarto | - | - | -
  shrimp: - | - | - | - | - | - | 虾
  sloth: - | - | - | bicho-preguiça | - | - | -
  worm: - | ver de terre | - | - | - | - | 蚯蚓
  shell: Muschel | coquillage | - | concha | 貝殻 | 조개껍데기 | 贝壳
  hyacinth: - | - | jacinto | - | - | - | -
  lotus: - | - | flor de loto | flor de lótus | - | - | -
  potted plant: - | - | - | vaso de planta | - | 화분 | 盆栽
  fallen leaf: - | - | hoja seca | folha seca | - | - | -
  shamrock: - | trèfle à trois feuilles | trébol de tres hojas | trevo de três folhas | 三つ葉のクローバー | - | -
  nest: Nest | nid | nido | ninho | 鳥の巣 | 둥지 | 鸟巢
  snowflake: - | flocon de neige | - | - | - | - | -
  moon: Mond | lune | - | lua | 月 | 달 | 月亮
  planet: Planet | planète | planeta | planeta | 惑星 | 행성 | 行星
  globe: Globus | globe terrestre | globo terráqueo | globo terrestre | 地球 | 지구 | 地球
  comet: - | - | cometa espacial | - | - | - | -
  fire: - | - | - | - | - | - | 火
  tornado: Tornado | - | - | - | - | - | -
  wave: - | - | ola | - | - | - | 海浪
  mountain: Berg | montagne | montaña | montanha | 山 | 산 | 山
  island: Insel | île | isla | ilha | 島 | 섬 | 岛`;
