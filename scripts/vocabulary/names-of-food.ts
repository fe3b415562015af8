/** Everyday names of food and drink; `plain-names.ts` says what the columns are. */
export const FOOD = `
  melon: Melone | - | - | - | - | - | -
  orange: Orange | orange | naranja | laranja | オレンジ | 오렌지 | 橙子
  corn: Mais | maïs | maíz | - | - | - | -
  bread: - | - | pan | - | パン | - | -
  cheese: Käse | fromage | queso | - | - | 치즈 | 奶酪
  doughnut: - | beignet | rosquilla | rosquinha | - | - | -
  cake: Kuchen | gâteau | tarta | bolo | ケーキ | 케이크 | 蛋糕
  coffee: Kaffee | café | café | - | コーヒー | 커피 | 咖啡
  beer: Bier | bière | cerveza | - | ビール | 맥주 | 啤酒
  wine: Wein | vin | vino | - | ワイン | 와인 | -
  cocktail: Cocktail | - | cóctel | - | カクテル | - | -
  pumpkin: Kürbis | - | calabaza | abóbora | かぼちゃ | 호박 | 南瓜
  bacon: Speck | bacon | - | - | - | - | -
  bagel: - | - | - | - | - | - | 贝果
  baguette: - | - | baguette | - | - | - | 法棍
  bell pepper: - | - | - | - | - | - | 甜椒
  bubble tea: - | bubble tea | - | bubble tea | - | - | -
  burrito: - | - | - | - | - | 부리토 | 墨西哥卷饼
  candy: - | - | - | - | - | - | 糖果
  chestnut: - | - | - | - | 栗 | - | -
  chili pepper: Chilischote | piment | guindilla | - | 唐辛子 | 고추 | 辣椒
  chocolate: Schokolade | chocolat | chocolate | - | - | 초콜릿 | -
  coconut: - | - | - | - | ココナッツ | - | -
  croissant: - | - | - | - | - | - | 牛角包
  custard: - | flan | - | - | - | 푸딩 | 布丁
  dumpling: - | ravioli chinois | empanadilla china | guioza | 餃子 | - | -
  egg: - | - | - | - | - | - | 鸡蛋
  fried egg: Spiegelei | - | huevo frito | - | 目玉焼き | 계란 프라이 | -
  fortune cookie: - | - | - | - | - | 포춘 쿠키 | -
  garlic: - | - | - | - | - | - | 大蒜
  honey: Honig | miel | miel | mel | - | - | 蜂蜜
  ice cube: - | - | - | - | 氷 | - | -
  juice box: - | - | brik de zumo | suco de caixinha | 紙パックジュース | 팩 주스 | 盒装果汁
  kiwi: - | - | - | - | キウイ | - | -
  lettuce: Kopfsalat | laitue | lechuga | alface | レタス | 상추 | 生菜
  meat: Fleisch | viande | carne | - | 肉 | - | 肉
  milk: Milch | lait | leche | leite | 牛乳 | 우유 | 牛奶
  pancakes: - | - | - | - | - | - | 松饼
  peanuts: Erdnüsse | - | - | - | - | - | -
  pie: Pie | - | - | - | - | - | 馅饼
  chicken leg: - | - | - | - | 骨付きチキン | - | 鸡腿
  rice: Reis | riz | arroz | arroz | - | - | -
  rice ball: - | - | - | bolinho de arroz | - | 삼각김밥 | -
  salad: - | salade | - | salada | サラダ | 샐러드 | 沙拉
  soda: Limonade | soda | refresco | refrigerante | ソーダ | 탄산음료 | 汽水
  soup: Suppe | soupe | sopa | sopa | スープ | 수프 | 汤
  spaghetti: - | - | espaguetis | - | - | - | 意大利面
  steak: Steak | steak | bistec | bife | ステーキ | 스테이크 | 牛排
  stew: Eintopf | ragoût | estofado | ensopado | シチュー | 스튜 | 炖菜
  sweet potato: Süßkartoffel | - | boniato | batata-doce | さつまいも | - | 红薯
  taco: - | - | - | - | - | - | 塔可
  tropical drink: tropischer Drink | - | - | - | - | 열대 음료 | 热带饮料`;
